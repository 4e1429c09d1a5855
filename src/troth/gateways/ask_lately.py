"""Ask a gateway how a payment stands, for a page that its reader loads again and again."""

from django.core.cache import cache

from troth.calls.errors import InDoubt, Refused, Unavailable
from troth.gateways.gateway import Outcome, Standing
from troth.gateways.look_up import standing_of
from troth.gateways.models import PaymentAttempt

HELD_FOR = 5  # seconds; whoever looks more often reads what was said last
_HELD = ("outcome", "reference", "key", "payee", "amount", "currency", "url", "agreed")


def ask_lately(attempt: PaymentAttempt) -> tuple[Standing | None, bool]:
    """What the gateway says, with nothing written down, and whether that is not known yet.

    It is asked once in HELD_FOR, whoever looks. None where it knows of nothing, or is switched off.
    Not within a transaction.
    """
    name = f"payment asked {attempt.pk}"
    if not cache.add(name, {}, HELD_FOR):
        return _held(cache.get(name))
    try:
        said = standing_of(attempt)
    except Refused:
        said = None  # that gateway is switched off
    except (Unavailable, InDoubt, OSError):
        return None, True
    told = {each: getattr(said, each) for each in _HELD} if said else {}
    cache.set(name, {"said": told}, HELD_FOR)
    return said, False


def _held(found: dict[str, dict[str, str]] | None) -> tuple[Standing | None, bool]:
    """What was said to whoever has asked; they may be asking still."""
    if not found:
        return None, True
    told = found["said"]
    if not told:
        return None, False
    return Standing(**{**told, "outcome": Outcome(told["outcome"])}), False  # type: ignore[arg-type]
