"""Say which orders staff look at before they hold."""

from datetime import datetime

from troth.core.conflicts import act
from troth.orders.events import REVIEW_ENDED, REVIEW_SET
from troth.orders.models import ReviewRule
from troth.publishing.evidence import note


@act
def set_review(
    kind: ReviewRule.Kind, *, amount: int | None = None, currency: str = "", at: datetime
) -> None:
    """Have orders of a kind looked at from now on. Set again, a rule takes the new amount.

    amount: in minor units of `currency`, for orders above it.
    """
    ReviewRule.objects.update_or_create(kind=kind, currency=currency, defaults={"amount": amount})
    note(REVIEW_SET, at=at, counts=_told(kind, currency))


@act
def end_review(number: int, *, at: datetime) -> None:
    """Let such orders hold by themselves again; what waits goes on waiting."""
    if rule := ReviewRule.objects.filter(pk=number).first():
        rule.delete()
        note(REVIEW_ENDED, at=at, counts=_told(rule.kind, rule.currency))


def _told(kind: str, currency: str) -> dict[str, str]:
    return {"kind": kind, "currency": currency} if currency else {"kind": kind}
