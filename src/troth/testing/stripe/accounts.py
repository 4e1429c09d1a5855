"""Bank accounts that somebody else has checked: for localstripe they are direct debits.

What leaves here says `ba_…`, what goes to localstripe `pm_…`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from troth.testing.stripe.refuse import refuse

if TYPE_CHECKING:
    from troth.testing.stripe.server import Front

Said = dict[str, Any]
_IBAN = "DE89370400440532013000"


class Accounts:
    """Each by its name, and whether there is a mandate for it."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.made: dict[str, Said] = {}
        self.mandates: dict[str, Said] = {}
        self.used: set[str] = set()

    def add(self, customer: str, told: Said) -> Said:
        """By a token, which works once."""
        token = told["source"]
        if not token.startswith("btok") or token in self.used:
            raise refuse(400, "token_already_used", "source")
        self.used.add(token)
        said = {"type": "sepa_debit", "sepa_debit": {"iban": _IBAN}}
        way = self.front.local("POST", "payment_methods", **said)
        self.front.local("POST", f"payment_methods/{way['id']}/attach", customer=customer)
        made = {
            **{"id": f"ba_{way['id'][3:]}", "object": "bank_account", "customer": customer},
            **{"metadata": told.get("metadata", {}), "bank_name": "A BANK", "last4": "6789"},
            "status": "verified",
        }
        self.made[made["id"]] = made
        return made

    def of(self, customer: str) -> list[Said]:
        return [each for each in self.made.values() if each["customer"] == customer]

    def set_up(self, told: Said) -> Said:
        """Confirm a mandate, which has to say when and how it was accepted."""
        accepted = told.get("mandate_data", {}).get("customer_acceptance", {})
        if accepted.get("type") != "offline" or "accepted_at" not in accepted:
            raise refuse(400, "parameter_missing", "mandate_data")
        setup = self.front.local("POST", "setup_intents", customer=told["customer"])
        way = self.inside(told["payment_method"])
        confirm = f"setup_intents/{setup['id']}/confirm"
        made = self.front.local("POST", confirm, payment_method=way)
        self.mandates[told["payment_method"]] = accepted
        return made | {"payment_method": self.front.local("GET", f"payment_methods/{way}")}

    def require_mandate(self, way: str) -> None:
        if way in self.made and way not in self.mandates:
            raise refuse(400, "payment_intent_mandate_required")

    def inside(self, text: str) -> str:
        """What goes to localstripe."""
        for name in self.made:
            text = text.replace(name, f"pm_{name[3:]}")
        return text

    def outside(self, said: Said) -> Said:
        """What leaves here."""
        self._dress(said)
        text = json.dumps(said)
        for name in self.made:
            text = text.replace(f"pm_{name[3:]}", name)
        told: Said = json.loads(text)
        return told

    def _dress(self, said: Any) -> None:
        if isinstance(said, list):
            for each in said:
                self._dress(each)
        elif isinstance(said, dict):
            for each in said.values():
                self._dress(each)
            mine = f"ba_{str(said.get('id'))[3:]}" in self.made
            if mine and said.get("object") == "payment_method":
                said |= {"type": "us_bank_account"}
                said["us_bank_account"] = {"bank_name": "A BANK", "last4": "6789"}
