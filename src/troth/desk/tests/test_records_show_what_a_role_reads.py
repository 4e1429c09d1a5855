"""The admin: lists without personal data, rows through the gate, and no other way in."""

import pytest
from django.test import Client

from troth.accounts.models import Account
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
    for model in ("accounts/account", "accounts/person", "support/ticketmessage"):
        page = client.get(f"{LISTS}{model}/")
        assert page.status_code == 200
        text = page.content.decode()
        for value in ("An Account", "1 Street", make.owner(account).email, "It does not work."):
            assert value not in text
        assert f"{model}/" in text
    assert not StaffRead.objects.exists()


def test_a_row_shows_what_the_role_reads(client: Client, account: Account) -> None:
    staff = make.staff("billing")
    client.force_login(staff)
    invoice = account.invoices.get()
    page = client.get(f"{LISTS}billing/invoice/{invoice.pk}/change/").content.decode()
    assert invoice.party_address in page
    looked = StaffRead.objects.get()
    assert (looked.staff, looked.subject_id) == (staff, account.pk)
    assert looked.categories == ["billing"]
    client.force_login(make.staff("support"))
    assert client.get(f"{LISTS}billing/invoice/{invoice.pk}/change/").status_code == 403
    assert client.get(f"{LISTS}billing/invoice/").status_code == 403
    page = client.get(f"{LISTS}accounts/account/{account.pk}/change/").content.decode()
    assert "1 Street" in page
    assert "Tax number" not in page


def test_values_are_those_that_people_read(client: Client, account: Account) -> None:
    client.force_login(make.staff("billing"))
    invoice = account.invoices.get()
    line = invoice.lines.get()
    for path, money in (
        ("billing/invoice/", "€11.90"),
        ("billing/invoiceline/", "€10.00"),
        (f"billing/invoice/{invoice.pk}/change/", "€11.90"),
        (f"billing/invoiceline/{line.pk}/change/", "€10.00"),
    ):
        assert money in client.get(f"{LISTS}{path}").content.decode(), path
    make.owner(account).signins.update(user_agent="Mozilla/5.0 (X11; Linux) Firefox/140.0")
    client.force_login(make.staff("support"))
    signin = make.owner(account).signins.get()
    page = client.get(f"{LISTS}accounts/signin/{signin.pk}/change/").content.decode()
    assert "Firefox on Linux" in page and "Mozilla" not in page


def test_a_reason_is_asked_where_one_is_needed(client: Client, account: Account) -> None:
    client.force_login(make.staff("support"))
    ReadLimit.objects.create(person=make.owner(account), category="contact")
    path = f"{LISTS}accounts/account/{account.pk}/change/"
    asked = client.get(path)
    assert asked.status_code == 302
    to = asked.headers["Location"]
    assert to.startswith(f"/desk/customers/account/{account.pk}/reason/")
    said = {"ground": "emergency", "reason": "ticket 9"}
    assert client.post(to, said).headers["Location"] == path
    assert "1 Street" in client.get(path).content.decode()
    assert StaffRead.objects.get().reason == "ticket 9"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("accounts/person/add/", 403),
        ("accounts/person/{person}/delete/", 403),
        ("accounts/person/{person}/history/", 404),
        ("accounts/session/", 404),
        ("mfa/authenticator/", 404),
        ("accounts/person/?email__startswith=p", 400),
        ("accounts/person/?password__startswith=m", 400),
        ("support/ticket/?account__name=An", 400),
        ("accounts/person/?is_staff__exact=0", 200),
        ("autocomplete/", 404),
    ],
)
def test_there_is_no_way_around(client: Client, account: Account, path: str, status: int) -> None:
    client.force_login(make.staff("owner"))
    answer = client.get(LISTS + path.format(person=make.owner(account).pk))
    assert answer.status_code == status


def test_nothing_is_changed_here(client: Client, account: Account) -> None:
    client.force_login(make.staff("owner"))
    path = f"{LISTS}accounts/account/{account.pk}/change/"
    client.post(client.get(path).headers["Location"], {"reason": "ticket 9"})
    assert client.post(path, {"name": "Changed", "_save": "1"}).status_code == 403
    assert (
        client.post(f"{LISTS}accounts/account/", {"action": "delete_selected"}).status_code != 500
    )
    account.refresh_from_db()
    assert account.name == "An Account"


def test_only_these_pages_have_another_content_policy(client: Client, account: Account) -> None:
    client.force_login(make.staff("owner"))
    relaxed = client.get(LISTS).headers
    assert "unsafe-eval" in relaxed["Content-Security-Policy"]
    assert "no-store" in relaxed["Cache-Control"]
    assert "unsafe" not in client.get("/desk/customers/").headers["Content-Security-Policy"]


def test_a_stranger_signs_in_with_us(client: Client, account: Account) -> None:
    to = client.get(LISTS, follow=True).redirect_chain[-1][0]
    assert to == "/sign-in/?next=/desk/records/"
    client.force_login(make.owner(account))
    assert client.get(LISTS, follow=True).status_code == 403
