"""Whose a bank account is said to be, as a check of it is told: the gate leaves out the rest."""

from typing import Any

from troth.accounts.models import ADDRESS, Account, Person
from troth.gates.share import Told, of


def holder_of(account: Account, person: Person | None) -> dict[str, Any]:
    """All that there is for `bank_check.Holder`, each with its category; see `gates.share`.

    The address is told as that of the bill.
    """
    told: dict[str, Any] = {column: of(account, column) for column in ("name", "company")}
    told |= {column: Told("billing", getattr(account, column)) for column in ADDRESS}
    if person:
        told |= {column: of(person, column) for column in ("email", "phone")}
    return told
