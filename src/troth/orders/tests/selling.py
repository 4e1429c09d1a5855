"""A small shop, and customers who order in it over HTTP."""

import re
from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.catalog.models import Choice, ChoicePrice, Group, Option, Price, Product
from troth.orders.models import Terms
from troth.policy.parse import Policy
from troth.tax.models import Rate
from troth.testing import make
from troth.testing.visit import signed_in

BEGUN = date(2020, 1, 1)
ORDER = "/shop/order/"


def shop(policy: str | Policy = "softsys", **more: Any) -> Product:
    """A product of 10.00 a month and 100.00 a year in euros, with its terms and rates of tax."""
    make.in_force(policy)
    for place, rate in (("IN", 18_0000), ("DE", 19_0000), ("US", 0), ("CY", 19_0000)):
        Rate.objects.get_or_create(
            place=place,
            kind="standard",
            valid_from=BEGUN,
            defaults={"rate": rate, "source": "test"},
        )
    Terms.objects.create(version="1", text="# Terms\n\nYou pay.", starts=BEGUN)
    group = Group.objects.create(name="Web hosting", slug="web")
    made = Product.objects.create(
        group=group, name="Hosting S", slug="s", summary="For one site.", **more
    )
    for months, amount in ((1, 1000), (12, 10000)):
        priced(made, months, amount)
    return made


def priced(product: Product, months: int, amount: int | None, **more: Any) -> Price:
    return Price.objects.create(
        **{"product": product, "currency": "EUR", "months": months, "amount": amount}
        | {"starts": BEGUN, **more}
    )


def option(
    product: Product, name: str, kind: str, *choices: tuple[str, int], **more: Any
) -> Option:
    """An option of a product, whose choices add these amounts each month and each year."""
    made = Option.objects.create(product=product, name=name, kind=kind, **more)
    for choice, amount in choices:
        one = Choice.objects.create(option=made, name=choice)
        for months in (1, 12):
            ChoicePrice.objects.create(
                choice=one, currency="EUR", months=months, amount=amount, starts=BEGUN
            )
    return made


def customer(**more: Any) -> Account:
    """An account with all that an invoice needs, whose owner has confirmed their address."""
    told = {"street": "1 Street", "postcode": "560001", "city": "Bengaluru", "region": "KA"}
    made = make.account(at=timezone.now())
    for column, value in {**told, "country": "US", **more}.items():
        setattr(made, column, value)
    made.save()
    who = make.verified(make.owner(made))
    who.phone = "+15005550100"
    who.save()
    return made


def client_of(account: Account) -> Client:
    return signed_in(make.owner(account))


def put_in(client: Client, product: Product, **told: Any) -> Any:
    """Put a product into the order, as its page does."""
    path = f"/shop/{product.group.slug}/{product.slug}/"
    return client.post(path, {"months": 1, "quantity": 1, "code": "", **told})


def form_of(client: Client) -> dict[str, Any]:
    """What the order page posts when its button is pressed, with the terms ticked."""
    return sent_by(client.get(ORDER))


def sent_by(page: Any) -> dict[str, Any]:
    """The same of a page that was shown."""
    text = page.content.decode()
    hidden = {
        name: re.search(f'name="{name}" value="([^"]*)"[^>]*id="id_{name}"', text)
        for name in ("key", "mark", "account")
    }
    assert all(hidden.values()), text
    return {
        "act": "order",
        "terms": "on",
        "documents": "on",
        "note": "",
        **{name: found[1] for name, found in hidden.items() if found},
    }


def order(client: Client, **told: Any) -> Any:
    """Press the button of the order page."""
    return client.post(ORDER, {**form_of(client), **told}, follow=True)
