"""What an order would be if it were placed now: a preview of it, which is what is agreed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.billing.as_told import as_told
from troth.billing.draft import Sums
from troth.billing.quote_tax import Quoted, quote_tax
from troth.catalog.models import Addon, Product, Promotion
from troth.catalog.price import NotSoldError, Priced, is_for, price
from troth.catalog.promotion import for_nothing, promotion_of
from troth.core.day import day_at
from troth.orders.agreed import Agreement, documents_on, of_priced, terms_on
from troth.orders.begin import asked_of
from troth.publishing.running import policy_on
from troth.services.use_promotion import refuse_used
from troth.tax.decide import TaxError
from troth.wall.enter import beyond_wall


@dataclass(frozen=True)
class Wanted:
    """Something that is to be ordered, by keys: see `catalog/price.py`."""

    product: int
    months: int
    choices: Mapping[int, int]
    quantity: int = 1

    @property
    def key(self) -> str:
        """What tells it from others in an order: all of it, in a word."""
        chosen = (f"{choice}x{count}" for choice, count in sorted(self.choices.items()))
        return "-".join(map(str, (self.product, self.months, self.quantity, *chosen)))


@dataclass(frozen=True)
class Proposal:
    """An agreement, and what stands against it: nothing can be ordered while `wrong` says why.

    priced: for each that is wanted what it costs, or why it cannot be had. code_wrong: why a code
    takes nothing off, which does not stand against the order.
    """

    agreement: Agreement
    priced: Sequence[Priced | str]
    promotion: Promotion | None
    code_wrong: str = ""
    tax_wrong: str = ""

    @property
    def wrong(self) -> list[str]:
        """Why this cannot be ordered; one line each."""
        if not self.priced:
            return [_("Your order is empty.")]
        found = [each for each in self.priced if isinstance(each, str)]
        return [*found, self.tax_wrong] if self.tax_wrong else found


def propose(
    wanted: Sequence[Wanted],
    currency: str,
    code: str,
    *,
    account: Account | None,
    told: Mapping[str, str] | None = None,
    hidden: bool = False,
    at: datetime,
) -> Proposal:
    """What an order of these would be. Without an account, as `quote_tax` says.

    told: to show it to a customer of whom details are missing, what they have told of them so far,
    as in `as_told`; until they say in which country they are, that is the provider's own. hidden:
    to show staff what it would cost, also of what nobody can order.
    """
    today, code_wrong, promotion = day_at(at), "", None
    with beyond_wall():  # what decides the tax is not for everybody who may order
        if account:
            account = as_told(account, told or {})
        is_known = account is not None and not (told is not None and not account.country)
        if account and not is_known:
            account.country = policy_on(at).tables.provider.country
        try:
            promotion = promotion_of(code, currency, on=today) if code else None
            if promotion and account:
                refuse_used(promotion, account)
        except NotSoldError as error:
            code_wrong, promotion = str(error), None
        priced = _priced(wanted, currency, promotion, account, hidden, at)
        lines = [of_priced(each) for each in priced if isinstance(each, Priced)]
        if promotion and lines and not any(line.discount for line in lines):
            # It is not used up by an order from which it takes nothing off.
            products = [each.product for each in priced if isinstance(each, Priced)]
            code_wrong, promotion = str(for_nothing(promotion, products)), None
        net = sum(line.amount for line in lines)
        taxed, tax_wrong = Quoted(Sums(net, 0, ())), ""
        try:
            taxed = quote_tax([(line.amount, line.supply) for line in lines], account, at=at)
        except TaxError as error:
            tax_wrong = error.to_buyer if is_known else ""
        agreement = Agreement(
            currency,
            lines,
            taxed,
            terms_on(today),
            policy_on(at).digest,
            promotion.code if promotion else "",
            documents_on(at),
            asked_of(account, [line.offer_id for line in lines]),
        )
    return Proposal(agreement, priced, promotion, code_wrong, tax_wrong)


def _priced(
    wanted: Sequence[Wanted],
    currency: str,
    promotion: Promotion | None,
    account: Account | None,
    hidden: bool,
    at: datetime,
) -> list[Priced | str]:
    """The price of each, or why there is none. An amount off is taken off once."""
    every = Product.objects.select_related("group")
    products = every.in_bulk([each.product for each in wanted])
    found: list[Priced | str] = []
    for each in wanted:
        product = products.get(each.product)
        try:
            if product is None or (not hidden and (product.hidden or product.group.hidden)):
                raise NotSoldError(_("This is no longer sold."))
            _refuse_alone(product, wanted, account)
            one = price(
                product,
                currency,
                each.months,
                choices=each.choices,
                quantity=each.quantity,
                promotion=promotion,
                on=day_at(at),
            )
        except NotSoldError as error:
            found.append(str(error))
        else:
            found.append(one)
            if promotion and promotion.amount and is_for(promotion, product, each.months):
                promotion = None
    return found


def _refuse_alone(product: Product, wanted: Sequence[Wanted], account: Account | None) -> None:
    """Raise NotSoldError for an addon without what it belongs to, ordered along or running.

    Of a visitor nobody knows what is running: they are told once they have signed in.
    """
    of = {*Addon.objects.filter(addon=product).values_list("product", flat=True)}
    if account is None or not of or of & {each.product for each in wanted}:
        return
    if not account.services.filter(offer__in=of, ended_at=None).exists():
        raise NotSoldError(
            _("%(product)s is only sold together with another product. Please choose that first.")
            % {"product": product.said.name}
        )
