import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from troth.accounts.models import Person
from troth.accounts.verified import has_verified_email
from troth.journal.models import Entry
from troth.testing import make
from troth.testing.browser import PASSWORD, OpenPage, customer, sign_in
from troth.testing.mail import Mailbox, text_of
from troth.testing.visit import proved

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "new@customer.example"


@pytest.fixture
def person(mailbox: Mailbox) -> Person:
    make.in_force("softsys")
    return make.verified(customer(make.account()))


@pytest.fixture
def client(person: Person) -> Client:
    return proved(person)


def change(client: Client, email: str) -> str:
    """The page that follows."""
    return client.post("/security/email/", {"email": email}, follow=True).content.decode()


def signs_in(email: str) -> bool:
    answer = Client().post("/sign-in/", {"login": email, "password": PASSWORD})
    return answer.status_code == 302


def test_the_old_one_stays_and_is_told_until_the_link_is_followed(
    person: Person, client: Client, mailbox: Mailbox
) -> None:
    old = person.email
    assert f"You are changing to {NEW}" in change(client, "New@Customer.example")
    told, link = mailbox.last_to(old), mailbox.link_to(NEW)
    assert "asked to change your e-mail address" in " ".join(text_of(told).split())
    assert NEW not in text_of(told)
    assert signs_in(old) and not signs_in(NEW)
    person.refresh_from_db()
    assert person.email == old and has_verified_email(person)

    Client().post(link)
    person.refresh_from_db()
    assert person.email == NEW and has_verified_email(person)
    assert list(EmailAddress.objects.values_list("email", "primary", "verified")) == [
        (NEW, True, True)
    ]
    assert signs_in(NEW) and not signs_in(old)
    assert "was changed" in mailbox.last_to(old)["Subject"]
    assert Entry.objects.filter(event="person.email_changed").count() == 1


def test_an_unconfirmed_address_opens_no_way_back_in(client: Client, mailbox: Mailbox) -> None:
    change(client, NEW)
    mailbox.fetch()
    Client().post("/password/", {"email": NEW})
    assert mailbox.fetch() == []


def test_only_the_latest_proposal_can_be_confirmed(
    person: Person, client: Client, mailbox: Mailbox
) -> None:
    change(client, "typo@customer.example")
    first = mailbox.link_to("typo@customer.example")
    change(client, NEW)
    assert "no longer works" in Client().post(first).content.decode()
    client.post("/security/email/keep/")
    assert "no longer works" in Client().post(mailbox.link_to(NEW)).content.decode()
    person.refresh_from_db()
    assert person.email != NEW and has_verified_email(person)


def test_a_never_confirmed_address_can_be_replaced(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    person = customer(make.account())
    client = proved(person)
    change(client, NEW)
    person.refresh_from_db()
    assert person.email != NEW
    Client().post(mailbox.link_to(NEW))
    person.refresh_from_db()
    assert person.email == NEW and has_verified_email(person)


def test_another_persons_address_is_told_to_its_owner_and_to_nobody_else(
    person: Person, client: Client, mailbox: Mailbox
) -> None:
    other = make.person()
    assert "You are changing to" in change(client, other.email)
    mail = mailbox.last_to(other.email)
    assert "Your address was used" in mail["Subject"] and "/email/" not in text_of(mail)


def test_an_address_that_somebody_took_meanwhile_is_refused(
    person: Person, client: Client, mailbox: Mailbox
) -> None:
    change(client, NEW)
    link = mailbox.link_to(NEW)
    Person.objects.create_user(NEW)
    answer = client.post(link, follow=True)
    assert "This address is already in use" in answer.content.decode()
    person.refresh_from_db()
    assert person.email != NEW and has_verified_email(person)


@pytest.mark.parametrize(
    "typed",
    ["", "no address", "a@b", "x" * 300 + "@customer.example", "a\0b@customer.example", "<b>@c.d"],
)
def test_what_is_no_address_is_refused_and_kept_in_the_form(client: Client, typed: str) -> None:
    answer = client.post("/security/email/", {"email": typed})
    assert answer.status_code == 200
    assert "Please check the form" in answer.content.decode()
    assert EmailAddress.objects.count() == 1


def test_the_address_one_has_is_no_new_one(person: Person, client: Client) -> None:
    assert "the address that you have now" in change(client, person.email.upper())


def test_it_takes_the_password_once_more(person: Person) -> None:
    client = Client()
    client.force_login(person)
    assert client.get("/security/email/")["Location"].startswith("/security/it-is-me/password/")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_whole_way_in_a_browser(open_page: OpenPage, mailbox: Mailbox, scripts: bool) -> None:
    make.in_force("softsys")
    person = make.verified(customer())
    page = open_page(width=320, java_script_enabled=scripts)
    sign_in(page, person)
    page.goto("/security/")
    page.get_by_role("link", name="Change the address").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("New e-mail address").fill(NEW)
    page.get_by_role("button", name="Send the link", exact=True).click()
    page.get_by_text("We have sent a link to your new address").wait_for()
    elsewhere = open_page(mailbox.link_to(NEW), java_script_enabled=scripts)
    elsewhere.get_by_role("button", name="Yes, it is mine").click()
    elsewhere.get_by_text("Your e-mail address is confirmed.").wait_for()
    page.goto("/security/")
    page.get_by_text(NEW).first.wait_for()
