import re
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone

from troth.billing.models import Invoice
from troth.billing.owed import balance
from troth.billing.receive import receive
from troth.catalog.models import Choice, ChoicePrice, Option, Price
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.messaging.models import Message
from troth.services.change import change, preview, term_on
from troth.services.models import Term
from troth.services.tests.conftest import Customer
from troth.services.wish import wished
from troth.testing import sell
from troth.testing.at_once import at_once


def ask(customer: Customer, **plan: Any) -> tuple[str, dict[str, Any]]:
    """The page of what a change comes to, and what agreeing to it sends."""
    asked: dict[str, Any] = {"offer": customer.service.offer_id, "months": 1, "quantity": 1} | plan
    html = customer.browser.get(f"{customer.page}change/", asked).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', html)
    return html.replace("\xa0", " "), asked | {"seen": seen[1] if seen else ""}


@pytest.mark.parametrize(
    ("plan", "net", "kind"),
    [
        ({"offer": "large"}, 1000, "invoice"),
        ({"quantity": 3}, 2000, "invoice"),
        ({"months": 12}, 9000, "invoice"),
        ({"offer": "large", "months": 12, "quantity": 2}, 39_000, "invoice"),
    ],
)
def test_what_is_agreed_to_is_what_is_invoiced(
    customer: Customer, plan: dict[str, object], net: int, kind: str
) -> None:
    if plan.get("offer") == "large":
        plan = plan | {"offer": customer.large.pk}
    html, agreed = ask(customer, **plan)
    assert f"€{net / 100:,.2f}" in html
    assert "Your service is changed." in customer.post("change", **agreed)
    made = Invoice.objects.order_by("pk").last()
    assert made and (made.kind, made.net) == (kind, net)
    term = term_on(customer.now(), timezone.localdate())
    assert term and (term.months, term.quantity) == (agreed["months"], agreed["quantity"])
    assert Message.objects.filter(subject="Your service was changed").count() == 1
    # The same click again finds nothing to change.
    assert "already what is agreed" in customer.post("change", **agreed)
    assert Invoice.objects.count() == 2


@pytest.mark.parametrize("discount", [0, 300])
def test_an_end_of_a_discount_is_told_where_there_is_one(customer: Customer, discount: int) -> None:
    service = sell.sold(customer.account, customer.small, at=timezone.now(), discount=discount)
    html, _agreed = ask(replace(customer, service=service), quantity=2)
    assert "The next period begins on" in html
    assert ("discount that was agreed earlier ends" in html) == bool(discount)


def test_what_comes_to_less_goes_to_the_balance(customer: Customer) -> None:
    _html, agreed = ask(customer, quantity=5)
    customer.post("change", **agreed)
    receive(customer.account, 5000, "EUR", at=timezone.now(), method="transfer")
    html, agreed = ask(customer, quantity=1)
    assert "goes to the account’s balance" in html and "obligation to pay" not in html
    customer.post("change", **agreed)
    note = Invoice.objects.get(kind="credit note")
    assert note.net == 4000 and balance(customer.account, "EUR") == note.total
    charged = customer.now().charges.aggregate(sum=Sum("amount"))["sum"]
    assert charged == 1000


def test_a_price_that_has_changed_meanwhile_is_shown_and_not_charged(customer: Customer) -> None:
    _html, agreed = ask(customer, offer=customer.large.pk)
    Price.objects.create(
        product=customer.large,
        currency="EUR",
        months=1,
        amount=2500,
        starts=timezone.localdate(),
    )
    html = customer.post("change", **agreed).replace("\xa0", " ")
    assert "figures have changed" in html and "€25.00" in html
    assert Invoice.objects.count() == 1 and Term.objects.count() == 1


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ({"quantity": 0}, "greater than or equal to 1"),
        ({"quantity": "1e3"}, "Enter a whole number"),
        ({"quantity": 11}, "at most 10"),
        ({"months": 6}, "not one of the available choices"),
        ({"offer": "other"}, "not one of the available choices"),
        ({"offer": "\u0661"}, "not one of the available choices"),
        ({}, "already what is agreed"),
    ],
)
def test_what_cannot_be_had_is_said_in_a_line(
    customer: Customer, plan: dict[str, object], words: str
) -> None:
    other = sell.product("Other", {1: 1})
    if plan.get("offer") == "other":
        plan = plan | {"offer": other.pk}
    html, agreed = ask(customer, **plan)
    assert words in html and not agreed["seen"]
    customer.post("change", **agreed)
    assert Invoice.objects.count() == 1


def test_a_change_starts_with_the_options_that_are_agreed(customer: Customer) -> None:
    option = Option.objects.create(product=customer.small, name="Backup", kind="switch")
    choice = Choice.objects.create(option=option, name="Backup")
    ChoicePrice.objects.create(
        choice=choice, currency="EUR", months=1, amount=300, starts=sell.LONG_AGO
    )
    html, agreed = ask(customer, **{f"option-{option.pk}": "on"})
    assert "€13.00" in html
    customer.post("change", **agreed)
    assert Term.objects.get(until=None).options == "Backup"
    form = customer.browser.get(f"{customer.page}change/").context["form"]
    assert form[f"option-{option.pk}"].value()


@pytest.mark.parametrize("verb", ["pause", "cancel", "an earlier day"])
def test_a_service_that_waits_for_something_else_is_not_changed(
    customer: Customer, verb: str
) -> None:
    service, at = customer.now(), timezone.now()
    if verb == "cancel":
        customer.post("cancel", when="end")
    elif verb == "pause":
        service.suspensions.create(account=customer.account, reason="overdue", since=at)
    else:  # as after a clock was set back
        service.terms.update(starts="2999-01-01")
    html, agreed = ask(customer, quantity=2)
    assert not agreed["seen"]


def test_of_two_who_agree_at_once_one_changes_it(customer: Customer) -> None:
    at, service = timezone.now(), customer.now()
    term = term_on(service, day_at(at))
    assert term
    wish = wished(service, term, customer.large, 1, 1, {}, on=day_at(at))
    seen = preview(service, wish, at=at).seen

    def agree() -> bool:
        try:
            change(service, wish, seen=seen, at=at)
        except TrothError:
            return False
        return True

    assert sorted(at_once(agree, agree, agree)) == [False, False, True]
    assert Invoice.objects.count() == 2
    assert customer.now().charges.aggregate(sum=Sum("amount"))["sum"] == 2000


def test_the_last_of_a_stock_is_changed_to_once(customer: Customer) -> None:
    at = timezone.now()
    customer.large.stock = 1
    customer.large.save()
    others = [sell.sold(sell.buyer(country="DE"), customer.small, at=at) for _ in range(2)]
    agreed = []
    for service in others:
        term = term_on(service, day_at(at))
        assert term
        wish = wished(service, term, customer.large, 1, 1, {}, on=day_at(at))
        agreed.append((service, wish, preview(service, wish, at=at).seen))

    def take(number: int) -> bool:
        service, wish, seen = agreed[number]
        try:
            change(service, wish, seen=seen, at=at)
        except TrothError:
            return False
        return True

    assert sorted(at_once(lambda: take(0), lambda: take(1))) == [False, True]
    customer.large.refresh_from_db()
    assert customer.large.stock == 0
