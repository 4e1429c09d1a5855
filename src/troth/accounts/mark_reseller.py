"""Say of an account that it is a reseller's, or that it no longer is."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.events import RESELLER_MARKED, RESELLER_UNMARKED
from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.publishing.evidence import note


@act
def mark_reseller(account: Account, reseller: bool, *, at: datetime, by: Person) -> None:
    """A reseller is the controller of what their own customers entrust to them.

    Their customers' requests are handed over to them, and their own fall under the rules of
    resellers. The same mark again changes nothing.
    """
    refuse_restricted("accounts.mark_reseller.mark_reseller", account)
    changed = Account.objects.filter(pk=account.pk).exclude(reseller=reseller)
    if not changed.update(reseller=reseller):
        return
    account.reseller = reseller
    what = gettext_noop("marked as a reseller's") if reseller else gettext_noop("no reseller's")
    log(account, what, at=at, person=by)
    event = RESELLER_MARKED if reseller else RESELLER_UNMARKED
    note(event, "feature.reseller-handover", at=at, subject=account.pseudonym)
