"""Note a way to pay that a gateway keeps, and that it keeps one no more."""

from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.core.conflicts import act
from troth.gateways.events import WAY_GONE, WAY_KEPT
from troth.gateways.gateway import Kept
from troth.gateways.models import PaymentMethod
from troth.publishing.evidence import note


@act
def keep_way(
    gateway: str, kept: Kept, account: Account, *, at: datetime, by: Person | None = None
) -> PaymentMethod:
    """A way to pay of an account, which is its default where it is the first; twice is once."""
    account = lock_or_refuse(account)
    says = {
        "kind": kept.kind,
        "customer": kept.customer,
        "label": kept.label[:80],
        "ends_on": kept.ends,
    }
    known = PaymentMethod.objects.filter(gateway=gateway, reference=kept.reference)
    if known.update(**says):
        return known.get()
    first = not account.payment_methods.filter(removed_at=None, default_since__isnull=False)
    made = PaymentMethod.objects.create(
        account=account,
        by=by,
        gateway=gateway,
        reference=kept.reference,
        added_at=at,
        default_since=at if first else None,
        **says,
    )
    note(WAY_KEPT, "keep.payment-method", at=at, subject=account.pseudonym)
    return made


@act
def lose_way(gateway: str, reference: str, *, at: datetime) -> None:
    """It cannot be used any more; twice is once, and one that nobody knows is none of ours."""
    ways = PaymentMethod.objects.select_for_update(of=("self",)).select_related("account")
    way = ways.filter(gateway=gateway, reference=reference, removed_at=None).first()
    if way:
        way.removed_at = at
        way.save(update_fields=["removed_at"])
        note(WAY_GONE, "keep.payment-method", at=at, subject=way.account.pseudonym)
