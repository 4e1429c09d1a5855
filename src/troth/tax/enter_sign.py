"""Enter by hand in which country a customer was found to live."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.publishing.evidence import note
from troth.tax.events import SIGN_ENTERED
from troth.tax.models import Sign


@act
def enter_sign(account: Account, country: str, *, by: Person, at: datetime) -> None:
    """Keep that staff have seen a proof of the country (ISO 3166) where a customer lives.

    Entered again, it replaces what was entered before.
    """
    refuse_restricted("tax.enter_sign.enter_sign", account)
    account = lock_or_refuse(account)
    told = {"country": country, "seen_at": at}
    Sign.objects.update_or_create(account=account, kind=Sign.Kind.OTHER, defaults=told)
    log(account, gettext_noop("a proof of the country was entered"), at=at, person=by)
    note(SIGN_ENTERED, at=at, subject=account.pseudonym)
