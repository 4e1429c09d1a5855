"""Make the file with which our bank transfers refunds."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from troth.bank.transfers import Transfer, may_be_in_file, pain001
from troth.billing.mark_sent import mark_sent
from troth.billing.models import BankAccount
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.share import share_many
from troth.gateways.sepa.bank import BANK


@act
def make_transfers(waiting: Sequence[Transfer], ours: BankAccount, *, at: datetime) -> bytes:
    """The file of those that can stand in one. They count as sent from now on, so that no other
    file has them; the register of disclosures says whose the bank was told.

    Restricted processing stops none: it is the customers' own money (GDPR Art. 18(2)). Raises
    TrothError where none of them can, where one was sent meanwhile, and where the policy does not
    let the bank be told.
    """
    chosen = may_be_in_file(waiting, ours)
    if not chosen:
        raise TrothError(_("None of these has an IBAN and is in euros."))
    accounts = {each.refund.account_id for each in chosen if each.refund.account_id}
    share_many(BANK, accounts, BANK.receives, at=at, claimed=True)
    for each in chosen:
        mark_sent(each.refund, at=at)
    return pain001(chosen, ours, at=at)
