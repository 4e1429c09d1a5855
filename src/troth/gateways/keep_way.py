"""Note a payment method that a gateway keeps for a customer."""

from datetime import datetime

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.gates.share import register
from troth.gateways.events import WAY_KEPT
from troth.gateways.gateway import Gateway, Kept
from troth.gateways.models import Asks, GatewayEvent, PaymentMethod
from troth.publishing.evidence import note


@act
def keep_way(
    account: Account, gateway: str, kept: Kept, to: Gateway, *, by: Person | None, at: datetime
) -> PaymentMethod | None:
    """The row of a payment method, with what the gateway says of it now.

    The first of an account is what is due taken by, and the first after that one has ended. What
    was removed stays so, and what is another account's stays theirs: None. The register says under
    which name the gateway knows the customer, so that it can be told to forget them.
    """
    account = lock_or_refuse(account)
    says = {
        "kind": kept.kind,
        "customer": kept.customer,
        "label": kept.label[:80],
        "ends_on": kept.ends,
    }
    found = PaymentMethod.objects.filter(gateway=gateway, reference=kept.reference).first()
    if found:
        mine = PaymentMethod.objects.filter(pk=found.pk, account=account, removed_at=None)
        if kept.ends != found.ends_on:
            says["end_told_at"] = None
        if not mine.update(**says):
            return None
        found.refresh_from_db()
        return found
    mine = PaymentMethod.objects.filter(account=account, removed_at=None)
    # One that has ended takes nothing, and so is no reason not to use the new one.
    mine.filter(ends_on__lt=day_at(at)).update(default_since=None)
    made = PaymentMethod.objects.create(
        account=account,
        by=by,
        gateway=gateway,
        reference=kept.reference,
        added_at=at,
        default_since=None if mine.filter(default_since__isnull=False).exists() else at,
        **says,
    )
    # That it was left may have been told before anybody could say by whom.
    told = GatewayEvent.objects.waiting().filter(gateway=gateway, asks=Asks.OWNER)
    told.filter(way=kept.reference).update(asks="")
    register(account, to.recipient.name, set(), reference=kept.customer or kept.reference, at=at)
    note(WAY_KEPT, "keep.payment-method", at=at, subject=account.pseudonym)
    return made
