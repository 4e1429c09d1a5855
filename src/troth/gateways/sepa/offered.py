"""Whether customers can pay by direct debit."""

from troth.billing.models import BankAccount, account_for
from troth.core.provider import provider
from troth.gates.recipient import may_receive
from troth.gateways.offered import asks_how
from troth.gateways.sepa.bank import BANK
from troth.policy.parse import Policy


def collects(policy: Policy) -> BankAccount | None:
    """Our bank account to which we collect; None where there are no direct debits.

    They take our creditor identifier, an account in euros, and a policy that has customers asked
    how they pay and names the bank.
    """
    rule = policy.tables.share.get(BANK.name)
    if not (provider().direct_debits.creditor and rule and asks_how(policy)):
        return None
    return account_for("EUR") if may_receive(rule) >= BANK.receives else None
