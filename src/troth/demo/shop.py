"""What the demo's provider sells, under which terms, and what it does about who does not pay."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from troth.billing.models import BankAccount, DunningStep
from troth.catalog.models import (
    Addon,
    Choice,
    ChoicePrice,
    Group,
    Option,
    Price,
    PriceChange,
    Product,
    Promoted,
    Promotion,
    Upgrade,
)
from troth.core.day import day_at
from troth.core.money import exponent
from troth.demo.people import CURRENCIES
from troth.demo.texts import ADDONS, GERMAN, GROUPS, PRODUCTS, SYSTEMS, TERMS, TERMS_GERMAN
from troth.orders.models import ReviewRule, Terms
from troth.policy.parse import Policy
from troth.tax.models import ExchangeRate
from troth.tax.take_rates import take_rates

MONTHLY, YEARLY = 1, 12  # months of a period
# What a euro's worth is called in shops, roughly.
_WORTH = {"INR": 80, "JPY": 150, "TRY": 40, "UAH": 45, "CZK": 25, "SEK": 11, "PLN": 4, "BRL": 6}
# Those that documents use as examples: IBAN, BIC and currency.
_BANKS = (
    ("DE02120300000000202051", "BYLADEM1001", "EUR"),
    ("GB82WEST12345698765432", "WESTGB2L", "GBP"),
)


@dataclass(frozen=True)
class Shop:
    """What histories are made of: products, what each costs, the terms, and where money comes in.

    prices: in minor units by product, currency and months. banks: by currency.
    """

    products: list[Product]
    prices: dict[tuple[int, str, int], int]
    terms: Terms
    banks: dict[str, BankAccount]
    steps: list[DunningStep]


def open_shop(policy: Policy, *, since: datetime, now: datetime) -> Shop:
    """Make the catalogue as it has been since a day, and all that selling needs beside it."""
    first, today = day_at(since), day_at(now)
    take_rates(at=since)
    # What a euro is worth is looked up in the week before a day; until they run out, for a year.
    ExchangeRate.objects.bulk_create(
        ExchangeRate(currency=currency, day=today + timedelta(weeks=weeks), rate=_worth(currency))
        for currency in CURRENCIES
        if currency != "EUR"
        for weeks in range(-10, 52)
    )
    groups = Group.objects.bulk_create(
        Group(
            name=name,
            slug=slug,
            about=about,
            position=position,
            words=_german(name=name, about=about),
        )
        for position, (slug, name, about) in enumerate(GROUPS)
    )
    by_slug = {group.slug: group for group in groups}
    listed = [*PRODUCTS, *ADDONS]
    products = Product.objects.bulk_create(
        Product(
            group=by_slug[group],
            name=name,
            slug=slug,
            kind=kind,
            summary=summary,
            words=_german(name=name, summary=summary),
            provisioner="manual" if kind == Product.Kind.SERVER else "",
            position=position,
            most=10,
        )
        for position, (group, slug, name, kind, summary, _euros) in enumerate(listed)
    )
    prices = {}
    for product, (*_about, euros) in zip(products, listed, strict=True):
        for currency in CURRENCIES:
            year = euros * _worth(currency) * 10 ** exponent(currency)
            prices[product.pk, currency, YEARLY] = year
            prices[product.pk, currency, MONTHLY] = year // 10
    Price.objects.bulk_create(
        Price(product_id=product, currency=currency, months=months, amount=amount, starts=first)
        for (product, currency, months), amount in prices.items()
    )
    sold, added = products[: len(PRODUCTS)], products[len(PRODUCTS) :]
    _link(sold, added, first)
    old, terms = Terms.objects.bulk_create(
        Terms(version=version, text=TERMS, starts=starts, words={"de": {"text": TERMS_GERMAN}})
        for version, starts in (("1", first), ("2", today - timedelta(days=700)))
    )
    ReviewRule.objects.bulk_create(
        ReviewRule(kind=kind) for kind in (ReviewRule.Kind.FIRST, ReviewRule.Kind.COUNTRY)
    )
    PriceChange.objects.create(
        product=sold[1],
        currency="EUR",
        months=YEARLY,
        amount=prices[sold[1].pk, "EUR", YEARLY] * 11 // 10,
        starts=today + timedelta(days=60),
        made_at=now - timedelta(days=30),
        told_at=now - timedelta(days=30),
    )
    Promotion.objects.create(code="WELCOME", percent=20_0000, starts=first, used=0)
    summer = Promotion.objects.create(
        code="SUMMER", amount=5_00, currency="EUR", limit=100, starts=first
    )
    Promoted.objects.create(promotion=summer, product=sold[0])
    Action = DunningStep.Action
    steps = DunningStep.objects.bulk_create(
        DunningStep(days=days, action=action)
        for days, action in (
            *((3, Action.REMIND), (10, Action.REMIND)),
            *((14, Action.SUSPEND), (30, Action.END)),
        )
    )
    holder = policy.tables.provider.name[:70]
    banks = BankAccount.objects.bulk_create(
        BankAccount(holder=holder, iban=iban, bic=bic, currency=currency)
        for iban, bic, currency in _BANKS
    )
    by_currency = {bank.currency: bank for bank in banks}
    return Shop(sold, prices, terms, by_currency, steps)


def _worth(currency: str) -> int:
    return _WORTH.get(currency, 1)


def _german(**texts: str) -> dict[str, dict[str, str]]:
    """The words of a row in German, by its texts."""
    return {"de": {column: GERMAN[text] for column, text in texts.items()}}


def _link(sold: list[Product], added: list[Product], first: Any) -> None:
    """Options, what may be ordered along, and which product may become which."""
    Addon.objects.bulk_create(Addon(product=p, addon=a) for p in sold for a in added)
    small, large, wordpress, two, eight, dedicated, *_others = sold
    Upgrade.objects.bulk_create(
        Upgrade(product=product, to=to)
        for product, to in (
            *((small, large), (large, wordpress), (small, wordpress)),
            *((two, eight), (eight, dedicated)),
        )
    )
    Kind = Option.Kind
    options = Option.objects.bulk_create(
        Option(product=product, name=name, kind=kind, most=most, words=_german(name=name))
        for product in (two, eight, dedicated)
        for name, kind, most in (
            ("Operating system", Kind.CHOICE, 1),
            ("Addresses (IPv4)", Kind.QUANTITY, 8),
            ("Daily backup", Kind.SWITCH, 1),
        )
    )
    choices = []
    for option in options:
        names = SYSTEMS if option.kind == Kind.CHOICE else (option.name,)
        choices += [
            Choice(option=option, name=name, position=position)
            for position, name in enumerate(names)
        ]
    ChoicePrice.objects.bulk_create(
        ChoicePrice(
            choice=choice,
            currency=currency,
            months=months,
            amount=0
            if choice.option.kind == Kind.CHOICE
            else months * 2 * _worth(currency) * 10 ** exponent(currency),
            starts=first,
        )
        for choice in Choice.objects.bulk_create(choices)
        for currency in CURRENCIES
        for months in (MONTHLY, YEARLY)
    )
