"""Note that a gateway keeps a payment method no more."""

from datetime import datetime
from uuid import uuid4

from troth.calls.ask import ask
from troth.core.conflicts import act
from troth.gateways.events import WAY_GONE
from troth.gateways.models import PaymentMethod
from troth.gateways.tell_lost import tell_lost
from troth.publishing.evidence import note


@act
def lose_way(gateway: str, reference: str, *, at: datetime, told: bool = False) -> None:
    """It cannot be used any more; twice is once, and one that nobody knows is none of ours.

    Where what falls due was taken by it, its owner is told that it is not any more, unless they are
    `told` of it otherwise, as of a direct debit that came back.
    """
    ways = PaymentMethod.objects.select_for_update(of=("self",)).select_related("account")
    way = ways.filter(gateway=gateway, reference=reference, removed_at=None).first()
    if way:
        was_default = way.default_since is not None
        # There is nothing left there that would have to be forgotten.
        way.removed_at = way.forgotten_at = at
        way.save(update_fields=["removed_at", "forgotten_at"])
        if way.proof:
            ask("bank check", way.proved_by, "forget", way, key=f"forget {uuid4()}", at=at)
        if was_default and not told:
            tell_lost(way, at=at)
        note(WAY_GONE, "keep.payment-method", at=at, subject=way.account.pseudonym)
