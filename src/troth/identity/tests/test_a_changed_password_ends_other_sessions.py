import pytest
from django.test import Client

from troth.accounts.models import Person, Session, Signin
from troth.identity.tests.test_a_site_learns_only_what_is_allowed import (
    allow,
    ask,
    redeem,
    site,
    told_for,
)
from troth.journal.models import Entry
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.mail import Mailbox, text_of
from troth.testing.visit import signed_in as just_proved

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "battery-staple-7-horse"


def signed_in(person: Person) -> Client:
    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    assert (
        client.post("/sign-in/", {"login": person.email, "password": PASSWORD}).status_code == 302
    )
    return client


@pytest.fixture
def person(mailbox: Mailbox) -> Person:
    make.in_force(make.changed("softsys", rules="[feature.single-sign-on]\n"))
    return make.verified(customer(make.account()))


def test_this_browser_stays_and_is_the_same_session(person: Person, mailbox: Mailbox) -> None:
    here, elsewhere = signed_in(person), signed_in(person)
    since = Session.objects.order_by("created_at")[:1].get().created_at
    answer = here.post("/security/password/", {"oldpassword": PASSWORD, "password1": NEW})
    assert answer["Location"] == "/security/"
    assert "Your password is changed" in here.get("/security/").content.decode()
    assert elsewhere.get("/security/")["Location"].startswith("/sign-in/")

    session = Session.objects.get(person=person)
    assert (session.created_at, session.ip) == (since, "127.0.0.1")
    assert "Firefox" in session.user_agent
    mail = mailbox.last_to(person.email)
    assert "was changed" in mail["Subject"]
    assert "Firefox on Linux" in text_of(mail) and "127.0.0.1" in text_of(mail)
    assert Entry.objects.filter(event="person.password_changed").count() == 1


def test_the_old_one_is_guessed_no_faster_here_than_at_the_sign_in(person: Person) -> None:
    client, elsewhere = signed_in(person), Client()
    typed = {"oldpassword": "x", "password1": NEW}
    for _ in range(5):
        answer = client.post("/security/password/", typed)
    assert "This is not your password" in answer.content.decode()
    assert Signin.objects.filter(succeeded=False).count() == 5
    refused = client.post("/security/password/", typed | {"oldpassword": PASSWORD})
    assert "too often" in refused.content.decode()
    # Whoever guesses in a session that was left open keeps its owner out nowhere else.
    answer = elsewhere.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302


def test_sites_and_a_proposed_address_end_with_it(person: Person, mailbox: Mailbox) -> None:
    client, shop = just_proved(person), site()
    token = redeem(shop, allow(client, ask(client, shop), "openid")).json()["access_token"]
    client.post("/security/email/", {"email": "intruder@elsewhere.example"})
    link = mailbox.link_to("intruder@elsewhere.example")
    assert told_for(token).status_code == 200
    client.post("/security/password/", {"oldpassword": PASSWORD, "password1": NEW})
    assert told_for(token).status_code == 401
    assert "no longer works" in Client().post(link).content.decode()
    assert "a change of address that was waiting" in text_of(mailbox.last_to(person.email))


def test_a_weak_one_is_refused(person: Person) -> None:
    answer = signed_in(person).post(
        "/security/password/", {"oldpassword": PASSWORD, "password1": "password"}
    )
    assert "too common" in answer.content.decode()
    person = Person.objects.get(pk=person.pk)
    assert person.check_password(PASSWORD)


def test_who_has_none_chooses_one(person: Person) -> None:
    person.set_unusable_password()
    person.save()
    client = just_proved(person)
    assert client.get("/security/password/")["Location"] == "/security/first-password/"
    client.post("/security/first-password/", {"password1": NEW})
    person = Person.objects.get(pk=person.pk)
    assert person.check_password(NEW)
