from urllib.parse import urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from troth.accounts.models import Person
from troth.gates.collect import SignUpForm
from troth.identity.tests.sign_up_data import typed
from troth.journal.models import Entry
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.mail import Mailbox, text_of
from troth.testing.openid import OpenIdProvider
from troth.testing.visit import proved, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def go(client: Client, *, allow: list[str]) -> str:
    """Sign in through the other provider, as a browser would; where that ends."""
    sent = client.post("/sign-in/with/elsewhere/", {"allow": allow})
    assert sent.status_code == 302, sent.content
    back = requests.get(sent["Location"], allow_redirects=False, timeout=10).headers["Location"]
    url = urlsplit(back)
    answer = client.get(f"{url.path}?{url.query}")
    return str(answer["Location"]) if answer.status_code == 302 else f"{answer.status_code}"


def form(**other: str) -> dict[str, str]:
    """The sign-up form, filled in, without a password."""
    asked = SignUpForm(make.policy("ispsystem"), password=False).fields
    filled = typed("ispsystem", of_age="on", accept="on", **other)
    return {name: value for name, value in filled.items() if name in asked}


def test_nothing_is_taken_before_it_is_allowed(openid_provider: OpenIdProvider) -> None:
    make.in_force("ispsystem")
    page = Client().get("/sign-in/with/elsewhere/").content.decode()
    assert "Your name" in page and "Your e-mail address" in page
    assert openid_provider.asked == []


@pytest.mark.parametrize(
    ("allow", "scope"),
    [
        ([], "openid"),
        (["name"], "openid profile"),
        (["email"], "openid email"),
        (["name", "email"], "openid profile email"),
    ],
)
def test_the_other_provider_is_asked_for_what_was_allowed(
    openid_provider: OpenIdProvider,
    allow: list[str],
    scope: str,
) -> None:
    make.in_force("ispsystem")
    client = Client()
    assert go(client, allow=allow) == "/sign-in/finish/"
    [asked] = openid_provider.asked
    assert {*asked.split()} == {*scope.split()}
    page = client.get("/sign-in/finish/").content.decode()
    assert ("Elke Elsewhere" in page) == ("name" in allow)
    assert ("elke@elsewhere.example" in page) == ("email" in allow)


def test_who_is_new_answers_what_the_policy_asks_and_signs_in_that_way_from_then_on(
    openid_provider: OpenIdProvider,
) -> None:
    make.in_force("ispsystem")
    proposed = EmailAddress.objects.create(user=make.person(), email="elke@elsewhere.example")
    client = Client()
    go(client, allow=["email"])
    assert (
        client.post("/sign-in/finish/", form(email="elke@elsewhere.example"))["Location"]
        == "/sign-up/done/"
    )
    person = Person.objects.get(email="elke@elsewhere.example")
    assert not person.has_usable_password()
    assert EmailAddress.objects.get(user=person).verified
    proposed.refresh_from_db()
    assert not proposed.verified  # by somebody else, who has not shown that it is theirs
    connection = SocialAccount.objects.get(user=person)
    assert (connection.uid, connection.extra_data) == ("u-1", {})
    again = Client()
    go(again, allow=[])
    assert again.get("/security/sites/").status_code == 200


def test_a_known_address_is_not_taken_over(openid_provider: OpenIdProvider) -> None:
    make.in_force("ispsystem")
    known = customer()
    openid_provider.person["email"] = known.email
    client = Client()
    go(client, allow=["email"])
    assert client.post("/sign-in/finish/", form(email=known.email))["Location"] == "/sign-up/done/"
    assert not SocialAccount.objects.exists()
    assert "/sign-in/" in client.get("/security/sites/")["Location"]


def test_who_is_signed_in_can_add_it_and_take_it_away(
    openid_provider: OpenIdProvider,
) -> None:
    make.in_force("ispsystem")
    client = Client()
    person = customer()
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    for send in (client.get, client.post):
        assert "/security/it-is-me/" in send("/sign-in/with/elsewhere/")["Location"]
    client.post("/security/it-is-me/password/", {"password": PASSWORD})
    go(client, allow=[])
    connection = SocialAccount.objects.get(user=person)
    assert "Elsewhere" in client.get("/security/other-sign-ins/").content.decode()
    client.post("/security/other-sign-ins/", {"connection": connection.pk})
    assert not SocialAccount.objects.exists()


def test_who_is_new_and_declines_their_address_confirms_what_they_type(
    openid_provider: OpenIdProvider, mailbox: Mailbox
) -> None:
    make.in_force("ispsystem")
    other = make.person()
    EmailAddress.objects.create(user=other, email="mine@customer.example")  # proposed, no more
    client = Client()
    go(client, allow=["name"])
    page = client.get("/sign-in/finish/").content.decode()
    assert "We use what you tell us for this:" in page and "Legal basis" in page
    answer = client.post("/sign-in/finish/", form(email="mine@customer.example"), follow=True)
    assert "the password that you chose" not in answer.content.decode()
    [welcome] = mailbox.fetch()
    assert welcome["To"] == "mine@customer.example" and "Welcome" in welcome["Subject"]
    assert not EmailAddress.objects.filter(email="mine@customer.example", verified=True).exists()


def test_the_owner_of_a_known_address_is_told_by_mail(
    openid_provider: OpenIdProvider, mailbox: Mailbox
) -> None:
    make.in_force("ispsystem")
    known = customer()
    client = Client()
    go(client, allow=[])
    client.post("/sign-in/finish/", form(email=known.email))
    [told] = mailbox.fetch()
    assert told["To"] == known.email and "was used" in told["Subject"]


def test_signing_up_so_often_ends(openid_provider: OpenIdProvider) -> None:
    make.in_force("ispsystem")
    client = Client()
    go(client, allow=[])
    answers = [client.post("/sign-in/finish/").status_code for _ in range(21)]
    assert {*answers[:20]} == {200} and answers[20] == 429


def test_what_is_added_and_taken_away_is_told_and_written_down(
    openid_provider: OpenIdProvider, mailbox: Mailbox
) -> None:
    make.in_force("ispsystem")
    person = make.verified(customer())
    client = proved(person)
    mailbox.fetch()  # of the sign-in
    go(client, allow=[])
    connection = SocialAccount.objects.get(user=person)
    for _ in range(2):  # the second tab takes nothing away any more
        client.post("/security/other-sign-ins/", {"connection": connection.pk})
    added, removed = mailbox.fetch()
    assert {added["To"], removed["To"]} == {person.email}
    assert "Another provider was added" in text_of(added) and "From the address:" in text_of(added)
    assert "was removed" in text_of(removed)
    events = Entry.objects.filter(event__startswith="person.other_sign_in").order_by("pk")
    assert [entry.event for entry in events] == [
        "person.other_sign_in_added",
        "person.other_sign_in_removed",
    ]


def test_the_last_way_in_stays(openid_provider: OpenIdProvider) -> None:
    make.in_force("ispsystem")
    person = make.person()
    connection = SocialAccount.objects.create(user=person, provider="elsewhere", uid="u-1")
    page = signed_in(person).post(
        "/security/other-sign-ins/", {"connection": connection.pk}, follow=True
    )
    assert "Choose a password first" in page.content.decode()
    assert SocialAccount.objects.exists()


def test_a_refusal_stores_nothing(openid_provider: OpenIdProvider) -> None:
    make.in_force("ispsystem")
    openid_provider.refuses = True
    client = Client()
    assert go(client, allow=["email"]) == "/sign-in/cancelled/"
    assert "Nothing was saved" in client.get("/sign-in/cancelled/").content.decode()
    assert not SocialAccount.objects.exists()


def test_a_policy_that_does_not_list_it_does_not_offer_it(
    openid_provider: OpenIdProvider,
) -> None:
    make.in_force("softsys")
    assert Client().get("/sign-in/with/elsewhere/").status_code == 404
