"""Which orders staff look at before they hold: those that a rule of theirs names."""

from troth.accounts.models import Account
from troth.orders.models import Order, ReviewRule

Kind = ReviewRule.Kind


def reasons_to_look(order: Order, account: Account) -> list[str]:
    """The kinds of the rules that an order falls under."""
    return sorted({rule.kind for rule in ReviewRule.objects.all() if _falls(rule, order, account)})


def _falls(rule: ReviewRule, order: Order, account: Account) -> bool:
    match rule.kind:
        case Kind.FIRST:
            return not account.orders.filter(accepted_at__isnull=False).exists()
        case Kind.AMOUNT:
            return order.currency == rule.currency and order.total > (rule.amount or 0)
    return order.from_country not in ("", account.country)
