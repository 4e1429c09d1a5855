"""What something costs on a day: one answer for the shop, orders, quotes and changes of a plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from troth.catalog.models import Choice, ChoicePrice, Option, Price, Product, Promotion
from troth.core.errors import TrothError
from troth.core.money import MOST
from troth.core.percent import share_of

ONCE = 0  # months of what is paid once


class NotSoldError(TrothError):
    """It cannot be had, or not in this way; the message says what else to do."""


@dataclass(frozen=True)
class Chosen:
    """A choice of an option, so many times; amounts for all of these in one of the product."""

    choice: Choice
    count: int
    amount: int = 0
    setup: int = 0

    def __str__(self) -> str:
        """In the language that is spoken."""
        option, choice = self.choice.option.said.name, self.choice.said.name
        if self.count != 1:
            return f"{option}: {self.count}"
        # Where it is not one of several, a choice is there for its price alone.
        is_one_of = self.choice.option.kind == Option.Kind.CHOICE
        return f"{option}: {choice}" if is_one_of else option


@dataclass(frozen=True)
class Priced:
    """What so many of a product cost by periods, in minor units of `currency`, net of tax.

    `price` and `setup` are for one with its options. `discount` is taken off all of them, in as
    many periods as `discounts` says, or in every one where it is None.
    """

    product: Product
    currency: str
    months: int
    quantity: int
    price: int
    setup: int
    chosen: tuple[Chosen, ...] = ()
    discount: int = 0
    discounts: int | None = None

    @property
    def amount(self) -> int:
        """The first period, with the set-up."""
        return self.quantity * (self.price + self.setup) - self.discount

    @property
    def recurring(self) -> int:
        """Each later period, once a discount that ends has ended."""
        if self.months == ONCE:
            return 0
        return self.quantity * self.price - (self.discount if self.discounts is None else 0)

    @property
    def options(self) -> str:
        """What was chosen, a line each, in the language that is spoken."""
        return words_of(self.chosen)

    @property
    def choices(self) -> dict[str, int]:
        """How many of each choice, by its key, as it is stored."""
        return {str(each.choice.pk): each.count for each in self.chosen}


def price(
    product: Product,
    currency: str,
    months: int,
    *,
    choices: Mapping[int, int],
    quantity: int,
    promotion: Promotion | None,
    on: date,
) -> Priced:
    """What `quantity` of a product cost on a day, by periods of `months`.

    choices: how many of each choice, by its key. promotion: one that holds, see `promotion.py`.
    Raises NotSoldError for what cannot be had like that.
    """
    if not 1 <= quantity <= product.most:
        raise NotSoldError(
            _("One order may contain at most %(most)s of %(product)s.")
            % {"product": product.said.name, "most": product.most}
        )
    if product.stock is not None and product.stock < quantity:
        raise NotSoldError(_("%(product)s is sold out.") % {"product": product.said.name})
    found = prices_on(on, Q(product=product, currency=currency, months=months))
    if not found or product.retired_at is not None:
        raise NotSoldError(
            _(
                "%(product)s is no longer sold for this period in %(currency)s. Please choose "
                "another."
            )
            % {"product": product.said.name, "currency": currency}
        )
    chosen = chosen_of(product, currency, months, choices, on)
    one = (found[0].amount or 0) + sum(each.amount for each in chosen)
    setup = found[0].setup + sum(each.setup for each in chosen)
    if quantity * (one + setup) > MOST:
        raise NotSoldError(_("This amount is too large."))
    applies = promotion if promotion and is_for(promotion, product, months) else None
    return Priced(
        product=product,
        currency=currency,
        months=months,
        quantity=quantity,
        price=one,
        setup=setup,
        chosen=chosen,
        discount=_off(applies, quantity * one) if applies else 0,
        discounts=applies.periods if applies else None,
    )


def prices_on(on: date, which: Q) -> list[Price]:
    """The prices that hold on a day: of each product, currency and period the last that began."""
    begun = Price.objects.filter(which, starts__lte=on).order_by(
        "product_id", "currency", "months", "-starts"
    )
    return [p for p in begun.distinct("product_id", "currency", "months") if p.amount is not None]


def choice_prices_on(on: date, which: Q) -> list[ChoicePrice]:
    """The same of choices."""
    begun = ChoicePrice.objects.select_related("choice__option__product").filter(
        which, starts__lte=on
    )
    begun = begun.order_by("choice_id", "currency", "months", "-starts")
    return list(begun.distinct("choice_id", "currency", "months"))


def is_for(promotion: Promotion, product: Product, months: int) -> bool:
    """Whether a promotion is for a product by a period: for every one, where it names none."""
    products = {each.product_id for each in promotion.products.all()}
    of_it = not products or product.pk in products
    return of_it and (not promotion.months or months in promotion.months)


def _off(promotion: Promotion, full: int) -> int:
    """What a promotion takes off a period; half a minor unit is taken off whole."""
    if promotion.percent is None:
        return min(full, promotion.amount or 0)
    return share_of(full, promotion.percent)


def chosen_of(
    product: Product, currency: str, months: int, choices: Mapping[int, int], on: date
) -> tuple[Chosen, ...]:
    """What was chosen, in the order of the options. Raises NotSoldError where it does not fit."""
    found: list[Chosen] = []
    unknown = set(choices)
    for option in product.options.filter(retired_at=None):
        offered = list(option.choices.filter(retired_at=None))
        unknown -= {each.pk for each in offered}
        taken = [(each, choices[each.pk]) for each in offered if choices.get(each.pk)]
        if offered and not _fits(option, [count for _choice, count in taken]):
            raise NotSoldError(
                _("Please choose “%(option)s” of %(product)s again.")
                % {"option": option.said.name, "product": product.said.name}
            )
        for each, count in taken:
            cost = _price_of(each, currency, months, on)
            amount, setup = (cost.amount, cost.setup) if cost else (0, 0)
            found.append(Chosen(each, count, count * amount, count * setup))
    if unknown:
        raise NotSoldError(
            _("What you chose of %(product)s is not offered any more. Please choose anew.")
            % {"product": product.said.name}
        )
    return tuple(found)


def words_of(chosen: Iterable[Chosen]) -> str:
    """What was chosen, a line each, in the language that is spoken."""
    return "\n".join(map(str, chosen))


def _fits(option: Option, counts: list[int]) -> bool:
    match option.kind:
        case Option.Kind.CHOICE:
            return counts == [1]
        case Option.Kind.SWITCH:
            return counts in ([], [1])
    return option.least <= sum(counts) <= option.most


def _price_of(choice: Choice, currency: str, months: int, on: date) -> ChoicePrice | None:
    """What a choice adds; None where it is free, which it is when it has no price at all."""
    begun = choice.prices.filter(starts__lte=on)
    held = begun.filter(currency=currency, months=months).order_by("-starts").first()
    if held is None and begun.exists():
        raise NotSoldError(
            _("“%(choice)s” is not sold for this period. Please choose another.")
            % {"choice": choice.said.name}
        )
    return held
