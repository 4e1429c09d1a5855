import re
import time
from xml.etree import ElementTree

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from troth.accounts.models import Person, Signin
from troth.journal.models import Entry
from troth.testing import make
from troth.testing.browser import PASSWORD, OpenPage, customer, sign_in
from troth.testing.mail import Mailbox
from troth.testing.visit import proved

pytestmark = pytest.mark.django_db(transaction=True)


def code(secret: str, *, later: int = 0) -> str:
    """What the app shows, now or a few half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


@pytest.fixture
def person(mailbox: Mailbox) -> Person:
    make.in_force("softsys")
    return make.verified(customer(make.account()))


@pytest.fixture
def client(person: Person) -> Client:
    return proved(person)


def add_app(client: Client) -> tuple[str, list[str]]:
    """Add a code app; its secret, and the recovery codes that are shown then."""
    page = client.get("/security/app/").content.decode()
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found
    assert client.post("/security/app/", {"code": code(found[1])})["Location"] == (
        "/security/recovery-codes/"
    )
    shown = client.get("/security/recovery-codes/").content.decode()
    return found[1], re.findall(r"<code>(\d+)</code>", shown)


def half_way(person: Person) -> Client:
    """A browser after the password."""
    client = Client()
    answer = client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    assert answer["Location"] == "/sign-in/second-step/"
    assert client.get("/security/").status_code == 302
    return client


def test_a_password_takes_a_code_from_then_on(
    person: Person, client: Client, mailbox: Mailbox
) -> None:
    secret, _codes = add_app(client)
    assert "code app was added" in mailbox.last_to(person.email)["Subject"]
    assert Entry.objects.filter(event="person.code_app_added").count() == 1
    browser = half_way(person)
    wrong = browser.post("/sign-in/second-step/", {"code": "000000"})
    assert "not correct" in wrong.content.decode()
    assert Signin.objects.order_by("pk").last().succeeded is False  # type: ignore[union-attr]
    assert browser.post("/sign-in/second-step/", {"code": code(secret)}).status_code == 302
    assert browser.get("/security/").status_code == 200


def test_a_code_works_once(person: Person, client: Client) -> None:
    secret, _codes = add_app(client)
    now = code(secret)
    assert half_way(person).post("/sign-in/second-step/", {"code": now}).status_code == 302
    assert half_way(person).post("/sign-in/second-step/", {"code": now}).status_code == 200


def test_codes_cannot_be_guessed(person: Person, client: Client) -> None:
    secret, _codes = add_app(client)
    browser = half_way(person)
    for _ in range(5):
        browser.post("/sign-in/second-step/", {"code": "000000"})
    answer = browser.post("/sign-in/second-step/", {"code": code(secret)})
    assert "too often" in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "x" * 500, "\0", "１２３４５６", "☂", "<b>", "-1"])
def test_what_is_no_code_is_refused(person: Person, client: Client, typed: str) -> None:
    add_app(client)
    answer = half_way(person).post("/sign-in/second-step/", {"code": typed})
    assert answer.status_code == 200
    assert "Please check the form" in answer.content.decode()


def test_a_recovery_code_works_once(person: Person, client: Client) -> None:
    _secret, codes = add_app(client)
    assert len(codes) == 10
    assert half_way(person).post("/sign-in/second-step/", {"code": codes[0]}).status_code == 302
    assert half_way(person).post("/sign-in/second-step/", {"code": codes[0]}).status_code == 200


def test_recovery_codes_are_shown_once_and_saved_by_who_saw_them(client: Client) -> None:
    _secret, codes = add_app(client)
    assert codes[0] not in client.get("/security/recovery-codes/").content.decode()
    file = client.post("/security/recovery-codes/file/", {"code": codes})
    assert file.content.decode().split() == codes
    assert file["Content-Disposition"].startswith("attachment")
    for other in ([], codes[1:], ["00000000"] * 10, ["<script>"]):
        assert client.post("/security/recovery-codes/file/", {"code": other}).status_code == 404


def test_new_recovery_codes_replace_the_old_ones(person: Person, client: Client) -> None:
    _secret, codes = add_app(client)
    client.post("/security/recovery-codes/new/")
    assert half_way(person).post("/sign-in/second-step/", {"code": codes[0]}).status_code == 200


def test_the_picture_is_of_the_secret_on_the_page(client: Client) -> None:
    assert client.get("/security/app/code.svg").status_code == 404
    client.get("/security/app/")
    picture = client.get("/security/app/code.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "private, no-store"
    assert ElementTree.fromstring(picture.content).tag.endswith("svg")


def test_without_the_app_the_password_is_enough_again(person: Person, client: Client) -> None:
    add_app(client)
    client.post("/security/app/remove/")
    assert not Authenticator.objects.exists()
    answer = Client().post("/sign-in/", {"login": person.email, "password": PASSWORD})
    assert answer["Location"] != "/sign-in/second-step/"


def test_who_stops_half_way_can_begin_anew(person: Person, client: Client) -> None:
    add_app(client)
    browser = half_way(person)
    assert browser.get("/sign-in/").status_code == 302
    browser.post("/sign-out/")
    assert browser.get("/sign-in/").status_code == 200


def test_secrets_in_the_database_are_encrypted(person: Person, client: Client) -> None:
    secret, codes = add_app(client)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored and codes[0] not in stored
    assert stored.count("gAAAA") == 2  # Fernet tokens


def test_a_secret_that_is_being_set_up_is_encrypted_too(client: Client) -> None:
    page = client.get("/security/app/").content.decode()
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found
    kept = str(dict(client.session))
    assert "gAAAA" in kept and found[1] not in kept
    client.post("/security/app/", {"code": code(found[1])})
    assert "gAAAA" not in str(dict(client.session))


def test_an_unconfirmed_address_comes_first(client: Client, person: Person) -> None:
    EmailAddress.objects.update(verified=False)
    answer = client.get("/security/app/", follow=True)
    assert "Please confirm your e-mail address first" in answer.content.decode()


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 320)])
def test_the_whole_way_in_a_browser(
    open_page: OpenPage, mailbox: Mailbox, scripts: bool, width: int
) -> None:
    make.in_force("softsys")
    person = make.verified(customer())
    page = open_page(width=width, java_script_enabled=scripts)
    sign_in(page, person)
    page.goto("/security/")
    page.get_by_role("link", name="Add a code app").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    picture = page.locator("img.qr")
    page.wait_for_load_state("networkidle")
    assert picture.evaluate("image => image.naturalWidth") > 0
    secret = page.locator("code").inner_text()
    page.get_by_label("Code", exact=True).fill(code(secret))
    page.get_by_role("button", name="Add the app").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "recovery-codes.txt"

    page.context.clear_cookies()
    page.goto("/sign-in/?next=/security/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(code(secret, later=1))  # a clock may be ahead
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("Since").first.wait_for()
