"""A whole number, telephone number or domain leads straight to what it names."""

from datetime import date

import pytest

from troth.accounts.models import Account
from troth.orders.models import Order, Quote
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

PHONE = "+918041234567"  # the provider of this policy is in India


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    made = make.account(make.person("A Person", phone=PHONE))
    make.service(made)
    agreed = {"account": made, "currency": "EUR"}
    Order.objects.create(
        number="O2026-000003", placed_at=make.NOW, net=10_00, tax=1_90, total=11_90, **agreed
    )
    Quote.objects.create(
        number="Q2026-000004", made_at=make.NOW, last_day=date(2026, 7, 1), **agreed
    )
    return made


def led_to(role: str, typed: str) -> str:
    answer = signed_in(make.staff(role)).post("/desk/customers/", {"customer": typed})
    return answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "typed", ["+91 80 4123 4567", "0091 80 41234567", "080 4123 4567", "(080) 4123-4567", PHONE]
)
def test_a_telephone_number_as_people_write_it(account: Account, typed: str) -> None:
    assert led_to("support", typed) == f"/desk/customers/person/{make.owner(account).pk}/"


@pytest.mark.parametrize(
    "typed", ["site.example", "SITE.EXAMPLE", "https://www.site.example/shop?page=1"]
)
def test_a_domain_leads_to_its_service(account: Account, typed: str) -> None:
    assert led_to("support", typed) == f"/desk/services/{account.services.get().pk}/"


def test_the_number_of_an_order_or_a_quote(account: Account) -> None:
    assert led_to("billing", "O2026-000003").startswith("/desk/orders/")
    assert led_to("billing", "Q2026-000004").startswith("/desk/quotes/")
    assert led_to("support", "O2026-000003") == f"/desk/customers/account/{account.pk}/order/"


def test_what_two_have_is_listed_with_what_tells_them_apart(account: Account) -> None:
    other = make.account(make.person("Another Person", phone=PHONE))
    make.service(other)
    staff = signed_in(make.staff("billing"))
    people = staff.post("/desk/customers/", {"customer": PHONE}).text
    assert "A Person" in people and "Another Person" in people
    services = staff.post("/desk/customers/", {"customer": "site.example"}).text
    for each in (account, other):
        assert f"site.example · Hosting · Account {each.pk}" in services
