"""One box finds customers and what is theirs, by a part of it, as far as a role reads."""

import re
from datetime import date

import pytest

from troth.accounts.models import Account, Person
from troth.billing.receive import receive
from troth.gates.models import ReadLimit, StaffRead
from troth.orders.models import Order, Quote
from troth.testing import make
from troth.testing.browser import OpenPage, check_looks, sign_in, with_password
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    made = make.account(
        make.person("Another Person", phone="+4930123456"), company="Some Company GmbH"
    )
    make.service(made)
    make.invoice(made, number="2026-000017")
    receive(made, 119_00, "EUR", at=make.NOW, method="transfer", reference="RF18 5390")
    agreed = {"account": made, "currency": "EUR"}
    Order.objects.create(
        number="O2026-000003", placed_at=make.NOW, net=10_00, tax=1_90, total=11_90, **agreed
    )
    Quote.objects.create(
        number="Q2026-000004", made_at=make.NOW, last_day=date(2026, 7, 1), **agreed
    )
    make.full_account()
    return made


def found(role: str, typed: str) -> str:
    """What the page says, between its headings and its hint."""
    page = signed_in(make.staff(role)).post("/desk/customers/", {"customer": typed})
    assert page.status_code == 200
    return re.sub(r"<[^>]+>|\s+", " ", page.text.partition("</form>")[2].partition("</main>")[0])


@pytest.mark.parametrize(
    ("role", "typed", "kind", "words"),
    [
        ("billing", "compan", "Accounts", "Some Company GmbH"),
        ("billing", "anoth", "People", "Another Person"),
        ("billing", "030 123456", "People", "Another Person"),
        ("billing", "11.90", "Invoices", "2026-000017"),
        ("billing", "11,90", "Invoices", "2026-000017"),
        ("billing", "119,00", "Payments", "€119.00"),
        ("billing", "€119.00", "Payments", "€119.00"),
        ("billing", "119,00\u00a0€", "Payments", "€119.00"),
        ("billing", "EUR 119.00", "Payments", "€119.00"),
        ("billing", "RF18 5390", "Payments", "€119.00"),
        ("billing", "site.ex", "Services", "site.example · Hosting"),
        ("support", "site.ex", "Services", "site.example · Hosting"),
    ],
)
def test_a_part_is_enough(account: Account, role: str, typed: str, kind: str, words: str) -> None:
    said = found(role, typed)
    assert kind in said and words in said


@pytest.mark.parametrize(
    ("role", "typed"),
    [
        ("support", "compan"),  # companies
        ("support", "RF18 5390"),  # what payments say
        ("billing", "an"),  # which would list everybody
        ("billing", "1e1"),
        ("billing", "-11.90"),
        ("billing", "%anoth"),
    ],
)
def test_what_a_role_does_not_read_is_not_searched(account: Account, role: str, typed: str) -> None:
    client = signed_in(make.staff(role))
    page = client.post("/desk/customers/", {"customer": typed}).text
    assert "Nothing was found" in page
    assert not StaffRead.objects.exists()


def test_whom_staff_see_in_a_list_finds_it_written_down(account: Account) -> None:
    found("billing", "anoth")
    look = StaffRead.objects.get()
    assert (look.subject_id, look.categories) == (make.owner(account).pk, ["contact", "identity"])


@pytest.mark.parametrize("role", ["owner", "billing"])
def test_where_the_gate_is_shut_a_number_stands(account: Account, role: str) -> None:
    owner = make.owner(account)
    if role == "billing":
        ReadLimit.objects.create(person=owner, category="identity")
    said = found(role, "anoth")
    assert f"Person {owner.pk}" in said and "Another" not in said
    assert not StaffRead.objects.exists()


def test_no_more_than_ten_are_listed(account: Account) -> None:
    for _number in range(11):
        make.person("Third Person")
    said = found("billing", "third")
    assert said.count("Third") == 10
    assert "Type more to narrow" in said


def test_k_leads_to_the_box(open_page: OpenPage) -> None:
    make.in_force("softsys")
    staff: Person = with_password(make.staff("billing"))
    make.invoice(make.account(), number="2026-000017")
    page = open_page("/")
    sign_in(page, staff)
    page.goto("/desk/")
    for typed in ("nothing of the kind", "11.90"):  # from any page, and from that of the search
        page.keyboard.press("ControlOrMeta+k")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/customers/")
    page.get_by_role("link", name="2026-000017").wait_for()
    check_looks(page)
