"""Take back a certificate that was entered, such as by mistake."""

from datetime import datetime

from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.core.conflicts import act
from troth.publishing.evidence import note
from troth.tax.events import CERTIFICATE_TAKEN_BACK
from troth.tax.models import Certificate


@act
def take_back_certificate(account: Account, number: int, *, by: Person, at: datetime) -> None:
    """Nothing is exempt by it from now on; the invoices that rest on it stay. Twice is once.

    number: its key.
    """
    account = lock_or_refuse(account)
    if Certificate.objects.filter(account=account, pk=number).delete()[0]:
        what = gettext_noop("a certificate of exemption from tax was taken back")
        log(account, what, at=at, person=by)
        note(CERTIFICATE_TAKEN_BACK, at=at, subject=account.pseudonym)
