"""Which orders staff look at before they hold: those that a rule of theirs names, and those of
consumers of whom it is not clear where they live, by which they are taxed."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.billing.quote_tax import Quoted
from troth.core.day import day_at
from troth.core.money import major
from troth.orders.models import Order, ReviewRule
from troth.tax.evidence import Evidence
from troth.tax.exchange import rate_of
from troth.tax.proofs_of import proofs_of
from troth.wall.enter import beyond_wall

Kind = ReviewRule.Kind
RESIDENCE = "residence"
_BY_NUMBER = ("AE", "K")  # reverse charge, and goods to another country (EN 16931)


def reasons_to_look(order: Order, account: Account, taxed: Quoted) -> list[str]:
    """The kinds of the rules that an order falls under; and RESIDENCE."""
    rules = ReviewRule.objects.all()
    kinds: set[str] = {rule.kind for rule in rules if _falls(rule, order, account, taxed)}
    amounts = {rule.currency: rule.amount or 0 for rule in rules if rule.kind == Kind.AMOUNT}
    if _is_large(order, amounts):
        kinds.add(Kind.AMOUNT)
    return sorted(kinds | ({RESIDENCE} if not is_proved(account, taxed) else set()))


def is_proved(account: Account, taxed: Quoted) -> bool:
    """Whether it is proved where somebody lives, or nothing rests on it."""
    if not any(tax.treatment.residence for tax in taxed.sums.taxes):
        return True
    return isinstance(proofs_of([account.pk])[account.pk], Evidence)


def reasons(order: Order) -> list[str | Promise]:
    """Why an order is looked at, in words."""
    return [
        _("Unclear where the customer lives") if kind == RESIDENCE else Kind(kind).label
        for kind in order.review.split()
    ]


_TOLD: Mapping[str, Promise] = {
    Kind.FIRST: _("It is your first order with us."),
    Kind.AMOUNT: _("It is a large order."),
    Kind.COUNTRY: _("It came from another country than the one in your address."),
    Kind.NUMBER: _("It is the first one without tax because of your VAT number."),
    RESIDENCE: _(
        "The tax depends on where you live, and so far only your address says so. Please check "
        "your address, and add your telephone number to your profile."
    ),
}


def told_reasons(order: Order) -> list[Promise]:
    """The same as its customer is told, in plain words."""
    with beyond_wall():
        kinds = Order.objects.values_list("review", flat=True).get(pk=order.pk)
    return [_TOLD[kind] for kind in kinds.split() if kind in _TOLD]


def _falls(rule: ReviewRule, order: Order, account: Account, taxed: Quoted) -> bool:
    match rule.kind:
        case Kind.FIRST:
            return not account.orders.filter(accepted_at__isnull=False).exists()
        case Kind.COUNTRY:
            return order.from_country not in ("", account.country)
        case Kind.NUMBER:
            return _rests_on_number(taxed) and not _had_by_number(account)
    return False


def _rests_on_number(taxed: Quoted) -> bool:
    """Whether it is untaxed, or perhaps will be, as the number is that of a business somewhere;
    whether of this one, nobody has checked."""
    spared = any(tax.treatment.category in _BY_NUMBER for tax in taxed.sums.taxes)
    return spared or taxed.pending == "number"


def _had_by_number(account: Account) -> bool:
    before = account.invoices.filter(party_tax_id=account.tax_id, taxes__category__in=_BY_NUMBER)
    return bool(before.exists())


def _is_large(order: Order, amounts: Mapping[str, int]) -> bool:
    """Whether an order is above the amount in its currency. Where there is none, it is above one
    of the others by the day's rate, or nobody can say by what rate."""
    if order.currency in amounts:
        return order.total > amounts[order.currency]
    return any(
        (rate := rate_of(order.currency, currency, day_at(order.placed_at))) is None
        or major(order.total, order.currency) * rate > major(amount, currency)
        for currency, amount in amounts.items()
    )
