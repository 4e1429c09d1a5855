"""The records: lists without personal data, rows through the gate, and no other way in."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.erasure.hold import hold
from troth.gates.models import ReadLimit, StaffRead
from troth.testing import make

pytestmark = pytest.mark.django_db

LISTS = "/desk/records/"


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    return make.full_account()


def test_a_list_holds_no_personal_data(client: Client, account: Account) -> None:
    client.force_login(make.staff("owner"))
    for table in ("accounts_account", "accounts_person", "support_ticketmessage"):
        page = client.get(f"{LISTS}{table}/")
        assert page.status_code == 200
        text = page.text
        for value in ("An Account", "1 Street", make.owner(account).email, "It does not work."):
            assert value not in text
        assert f"{table}/" in text
    assert not StaffRead.objects.exists()


def test_a_row_shows_what_the_role_reads(client: Client, account: Account) -> None:
    staff = make.staff("billing")
    client.force_login(staff)
    invoice = account.invoices.get()
    page = client.get(f"{LISTS}billing_invoice/{invoice.pk}/").text
    assert invoice.party_address in page and f"/desk/customers/account/{account.pk}/" in page
    looked = StaffRead.objects.get()
    assert (looked.staff, looked.subject_id) == (staff, account.pk)
    assert looked.categories == ["billing"]
    client.force_login(make.staff("support"))
    assert client.get(f"{LISTS}billing_invoice/{invoice.pk}/").status_code == 403
    assert client.get(f"{LISTS}billing_invoice/").status_code == 403
    assert "billing_invoice" not in client.get(LISTS).text
    page = client.get(f"{LISTS}accounts_account/{account.pk}/").text
    assert "1 Street" in page
    assert "Tax number" not in page


def test_the_reason_is_asked_about_whomever_a_row_is_about(
    client: Client, account: Account
) -> None:
    client.force_login(make.staff("owner"))
    at = timezone.now()
    why: dict[str, Any] = {"records": ["invoice"], "reason": "An audit", "owner": "Us"}
    why |= {"review_on": at.date() + timedelta(days=30), "at": at}
    for kind, subject in (("account", account), ("person", make.owner(account))):
        held = hold(subject, **why)
        asked = client.get(f"{LISTS}erasure_hold/{held.pk}/")["Location"]
        assert asked.startswith(f"/desk/customers/{kind}/{subject.pk}/reason/")
        page = client.post(asked, {"reason": "ticket 4711"}, follow=True)
        assert page.status_code == 200 and f"/desk/customers/{kind}/{subject.pk}/" in page.text


def test_values_are_those_that_people_read(client: Client, account: Account) -> None:
    client.force_login(make.staff("billing"))
    invoice = account.invoices.get()
    line = invoice.lines.get()
    for path, money in (
        ("billing_invoice/", "€11.90"),
        ("billing_invoiceline/", "€10.00"),
        (f"billing_invoice/{invoice.pk}/", "€11.90"),
        (f"billing_invoiceline/{line.pk}/", "€10.00"),
    ):
        assert money in client.get(f"{LISTS}{path}").text, path
    make.owner(account).signins.update(user_agent="Mozilla/5.0 (X11; Linux) Firefox/140.0")
    client.force_login(make.staff("support"))
    signin = make.owner(account).signins.get()
    page = client.get(f"{LISTS}accounts_signin/{signin.pk}/").text
    assert "Firefox on Linux" in page and "Mozilla" not in page


def test_a_reason_is_asked_where_one_is_needed(client: Client, account: Account) -> None:
    client.force_login(make.staff("support"))
    ReadLimit.objects.create(person=make.owner(account), category="contact")
    path = f"{LISTS}accounts_account/{account.pk}/"
    asked = client.get(path)
    assert asked.status_code == 302
    to = asked.headers["Location"]
    assert to.startswith(f"/desk/customers/account/{account.pk}/reason/")
    said = {"ground": "emergency", "reason": "ticket 9"}
    assert client.post(to, said).headers["Location"] == path
    assert "1 Street" in client.get(path).text
    assert StaffRead.objects.get().reason == "ticket 9"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("accounts_session/", 404),
        ("mfa_authenticator/", 404),
        ("accounts_person/0/", 404),
        ("accounts_person/nobody/", 404),
        ("accounts_person/?after=nobody", 404),
        ("accounts_person/?is_staff=False", 200),
    ],
)
def test_there_is_no_way_around(client: Client, account: Account, path: str, status: int) -> None:
    client.force_login(make.staff("owner"))
    assert client.get(LISTS + path).status_code == status


def test_a_stranger_signs_in_first_and_a_customer_stays_out(
    client: Client, account: Account
) -> None:
    to = client.get(LISTS, follow=True).redirect_chain[-1][0]
    assert to == "/sign-in/?next=/desk/records/"
    client.force_login(make.owner(account))
    assert client.get(LISTS).status_code == 403
