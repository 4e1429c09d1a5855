"""The desk's pages about a customer: looked up, read by role, for a reason, and noted."""

import pytest
from django.test import Client

from troth.accounts.models import Account, Person
from troth.gates.models import ReadLimit, StaffRead
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    return make.full_account()


def find(client: Client, typed: str) -> str:
    answer = client.post("/desk/customers/", {"customer": typed})
    return answer.headers.get("Location", answer.content.decode())


def test_a_customer_is_found_by_what_they_name(client: Client, account: Account) -> None:
    client.force_login(make.staff("support"))
    owner, invoice = make.owner(account), account.invoices.get()
    there = f"/desk/customers/account/{account.pk}/"
    assert find(client, f" {owner.email.upper()} ") == f"/desk/customers/person/{owner.pk}/"
    assert find(client, f"#{account.pk}") == there
    assert find(client, f" {invoice.number} ") == there
    for nobody in (
        invoice.number.lower(),
        "0",
        "9" * 30,
        "²",
        "a@b\0",
        "%",
        "' OR 1=1",
    ):
        assert "Nothing was found" in find(client, nobody) or "Null" in find(client, nobody)
    assert not StaffRead.objects.exists()


def test_the_role_decides_what_is_shown(client: Client, account: Account) -> None:
    client.force_login(make.staff("support"))
    account.tax_id = "DE1234"
    account.save()
    page = client.get(f"/desk/customers/account/{account.pk}/").content.decode()
    assert "1 Street" in page
    assert "DE1234" not in page
    assert "does not read: company" in page
    looked = StaffRead.objects.get(subject=account)
    assert looked.categories == ["contact", "content", "identity", "service"]
    invoices = client.get(f"/desk/customers/account/{account.pk}/invoice/").content.decode()
    assert "Hosting of site.example" not in invoices
    assert "party_name" not in invoices and "Name on the invoice" not in invoices
    tickets = client.get(f"/desk/customers/account/{account.pk}/ticket/").content.decode()
    assert "It does not work." in tickets
    assert StaffRead.objects.latest("pk").categories == ["content", "device", "identity"]


def test_values_are_those_that_people_read(client: Client, account: Account) -> None:
    owner = make.owner(account)
    Person.objects.filter(pk=owner.pk).update(phone="+49301234567")
    owner.signins.update(user_agent="Mozilla/5.0 (X11; Linux) Firefox/140.0")
    client.force_login(make.staff("support"))
    page = client.get(f"/desk/customers/person/{owner.pk}/").content.decode()
    assert "+49 30 1234567" in page
    page = client.get(f"/desk/customers/person/{owner.pk}/signin/").content.decode()
    assert "Firefox on Linux" in page and "Mozilla" not in page
    page = client.get(f"/desk/customers/account/{account.pk}/invoice/").content.decode()
    assert "€11.90" in page and "€10.00" in page  # its line has the invoice's currency


def test_a_reason_is_asked_first(client: Client, account: Account) -> None:
    client.force_login(make.staff("support"))
    ReadLimit.objects.create(person=make.owner(account), category="content")
    overview, tickets = (f"/desk/customers/account/{account.pk}/{tail}" for tail in ("", "ticket/"))
    assert client.get(overview).status_code == 200
    to = client.get(tickets).headers["Location"]
    assert "what someone wrote or uploaded" in client.get(to).content.decode()
    assert (
        "This field is required"
        in client.post(to, {"ground": "emergency", "reason": "  "}).content.decode()
    )
    assert (
        "at most 300"
        in client.post(to, {"ground": "emergency", "reason": "x" * 301}).content.decode()
    )
    assert StaffRead.objects.filter(subject=account).count() == 1
    said = {"ground": "emergency", "reason": "ticket <3>"}
    assert client.post(to, said).headers["Location"] == tickets
    assert client.get(tickets).status_code == 200
    assert StaffRead.objects.latest("pk").reason == "ticket <3>"
    assert StaffRead.objects.filter(subject=account).count() == 2


def test_a_role_that_reads_nothing_sees_that_it_does_not(client: Client, account: Account) -> None:
    client.force_login(make.staff(""))
    owner = f"/desk/customers/person/{make.owner(account).pk}/"
    for path in (owner, f"{owner}signin/"):
        page = client.get(path).content.decode()
        assert "does not read: " in page and "192.0.2.2" not in page
    assert client.get(f"{owner}reason/?of=").status_code == 404
    assert not StaffRead.objects.exists()


def test_a_reason_opens_no_more_than_the_role(client: Client, account: Account) -> None:
    client.force_login(make.staff("billing"))
    path = f"/desk/customers/account/{account.pk}/reason/?of=content&next=/desk/"
    refused = client.post(path, {"reason": "curious"}).content.decode()
    assert "Your role may not read this" in refused
    assert not StaffRead.objects.exists()


def test_long_records_are_paged(client: Client, account: Account) -> None:
    client.force_login(make.staff("support"))
    owner = make.owner(account)
    for _ in range(25):
        make.signin(owner)
    path = f"/desk/customers/person/{owner.pk}/signin/"
    first = client.get(path)
    assert first.content.decode().count("192.0.2.2") == 20
    after = first.content.decode().partition("of=signin&amp;after=")[2].partition('"')[0]
    second = client.get(f"{path}?of=signin&after={after}").content.decode()
    assert 0 < second.count("192.0.2.2") < 20
    assert client.get(f"{path}?of=signin&after=x").status_code == 404
    assert StaffRead.objects.count() == 1


@pytest.mark.parametrize(
    "path",
    ["account/999999/", "lead/1/", "account/0/", "person/99999999999999999999/", "account/1/hold/"],
)
def test_what_there_is_not(client: Client, account: Account, path: str) -> None:
    client.force_login(make.staff("support"))
    assert client.get(f"/desk/customers/{path}").status_code == 404


def test_nobody_else_gets_in(client: Client, account: Account) -> None:
    client.force_login(make.owner(account))
    for path in ("", f"account/{account.pk}/", f"account/{account.pk}/ticket/"):
        assert client.get(f"/desk/customers/{path}").status_code == 403
