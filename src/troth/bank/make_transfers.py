"""Make the file with which our bank transfers refunds."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from troth.bank.models import TransferFile
from troth.bank.transfer_file import may_be_in_file
from troth.bank.transfers import Transfer
from troth.billing.mark_sent import mark_sent
from troth.billing.models import BankAccount
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.share import share_many
from troth.gateways.sepa.bank import BANK


@act
def make_transfers(
    waiting: Sequence[Transfer],
    ours: BankAccount | None,
    *,
    at: datetime,
    format: str = TransferFile.Format.PAIN001,
) -> TransferFile:
    """The file of those that can stand in one, in either format. They count as sent from now on, so
    that no other file has them; the register of disclosures says whose the bank was told.

    ours: from which they are transferred; a list as CSV needs none. Restricted processing stops
    none: it is the customers' own money (GDPR Art. 18(2)). Raises TrothError where none of them
    can, where one was sent meanwhile, and where the policy does not let the bank be told.
    """
    chosen = may_be_in_file(waiting, format, ours)
    if not chosen:
        raise TrothError(
            _("None of these is in euros and has an IBAN.")
            if format == TransferFile.Format.PAIN001
            else _("No IBAN is known for any of these.")
        )
    accounts = {each.refund.account_id for each in chosen if each.refund.account_id}
    share_many(BANK, accounts, BANK.receives, at=at, claimed=True)
    mark_sent([each.refund for each in chosen], at=at)
    return TransferFile.objects.create(
        bank_account=ours,
        name=at.astimezone(UTC).strftime("REFUNDS-%Y%m%dT%H%M%S%f"),
        format=format,
        made_at=at,
    )
