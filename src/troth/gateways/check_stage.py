"""How far the check of a bank account has come, as its owner reads it."""

from troth.accounts.models import Account
from troth.gateways.installed import checks
from troth.gateways.models import PaymentAttempt

_LISTED = 50


def check_of(attempt: PaymentAttempt) -> str:
    """`small` where small amounts are to be confirmed, `review` where staff have to decide,
    `proved` until the gateway has the account, then `kept`; `over` where nothing came of it; blank
    of what is no check, or has found nothing yet."""
    if attempt.gateway not in checks():
        return ""
    if attempt.method_id:
        return "kept"
    if attempt.ended_at:
        return "over"
    if not attempt.proof:
        return ""
    if attempt.asked_at:
        return "small"
    if attempt.review_since and not attempt.decided_at:
        return "review"
    return "proved"


def open_checks(account: Account) -> list[tuple[PaymentAttempt, str]]:
    """Those of an account that have found something, each with how far it has come."""
    found = PaymentAttempt.objects.filter(account=account, ended_at=None).exclude(proof="")
    return [(each, check_of(each)) for each in found.order_by("pk")[:_LISTED]]
