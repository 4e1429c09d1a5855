"""Enter a certificate by which a customer is exempt from the tax of a place."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note
from troth.tax.events import CERTIFICATE_ENTERED
from troth.tax.exemption import Exemption
from troth.tax.models import Certificate


@act
def enter_certificate(account: Account, says: Exemption, *, by: Person, at: datetime) -> None:
    """Keep what a certificate says. Entered again, it replaces what was entered of it before.

    Raises TrothError where it ends before it begins. What is invoiced already stays as it is.
    """
    refuse_restricted("tax.enter_certificate.enter_certificate", account)
    if says.until < says.since:
        raise TrothError(_("A certificate cannot end before it begins."))
    account = lock_or_refuse(account)
    Certificate.objects.update_or_create(
        account=account,
        place=says.place,
        number=says.number,
        valid_from=says.since,
        defaults={
            "kind": says.kind,
            "valid_until": says.until,
            "law": says.law,
            "entered_at": at,
        },
    )
    log(account, gettext_noop("a certificate of exemption from tax was entered"), at=at, person=by)
    note(CERTIFICATE_ENTERED, at=at, subject=account.pseudonym)
