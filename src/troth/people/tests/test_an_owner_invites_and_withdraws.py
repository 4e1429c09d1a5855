import pytest
from django.test import Client

from troth.accounts.models import Account, Activity, Invitation, Membership, Person
from troth.accounts.scopes import scopes_of
from troth.gates.models import Disclosure
from troth.journal.models import Entry
from troth.testing import make
from troth.testing.browser import PASSWORD
from troth.testing.mail import Mailbox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account() -> Account:
    make.in_force("ispsystem")
    return make.account()


def invite(account: Account, email: str, *scopes: str) -> None:
    client = signed_in(make.owner(account))
    answer = client.post(
        f"/account/{account.pk}/people/invite/", {"email": email, "scopes": scopes or ["support"]}
    )
    assert answer.status_code == 302, answer.content.decode()


def test_an_invited_customer_gets_the_chosen_access_until_it_is_withdrawn(
    account: Account, mailbox: Mailbox
) -> None:
    friend = make.verified(make.person())
    invite(account, friend.email.upper(), "billing", "support")
    link = mailbox.link_to(friend.email)
    browser = signed_in(friend)
    assert "Accept" in browser.get(link).content.decode()
    assert browser.post(link)["Location"] == f"/account/{account.pk}/"
    membership = Membership.objects.get(person=friend)
    assert scopes_of(membership) == {"billing", "support"}
    register = Disclosure.objects.get(subject=account)
    assert register.rule == "feature.trusted-people"
    assert register.categories == ["billing", "payment", "content"]
    assert browser.get(f"/account/{account.pk}/tickets/").status_code == 200
    assert browser.get(f"/account/{account.pk}/services/").status_code == 403

    owner = signed_in(make.owner(account))
    change = {"scopes": ["services"], "before": membership.scopes}
    owner.post(f"/account/{account.pk}/people/{membership.pk}/", change)
    assert browser.get(f"/account/{account.pk}/services/").status_code == 200
    assert browser.get(f"/account/{account.pk}/tickets/").status_code == 403
    assert Disclosure.objects.filter(subject=account, categories=["service"]).exists()

    owner.post(f"/account/{account.pk}/people/{membership.pk}/end/")
    assert browser.get(f"/account/{account.pk}/services/").status_code == 404
    assert "ended" in mailbox.last_to(friend.email)["Subject"]
    told = [line.what for line in Activity.objects.filter(account=account).order_by("pk")]
    assert told == [
        "trusted person invited: billing, support",
        "invitation accepted: billing, support",
        "access of a trusted person changed: services",
        "access of a trusted person ended",
    ]
    events = Entry.objects.filter(subject=account.pseudonym).order_by("pk")
    assert list(events.values_list("event", flat=True)) == [
        "membership.invited",
        "membership.accepted",
        "membership.changed",
        "membership.ended",
    ]


def test_who_has_no_login_makes_one_and_owns_no_account(account: Account, mailbox: Mailbox) -> None:
    invite(account, "friend@elsewhere.example")
    link = mailbox.link_to("friend@elsewhere.example")
    visitor = Client()
    assert f"{link}join/" in visitor.get(link).content.decode()
    typed = {
        "name": "A Friend",
        "phone": "",
        "password": PASSWORD,
        "of_age": "on",
        "accept": "on",
        "edition": make.policy("ispsystem").digest,
    }
    assert (
        "does not accept" in visitor.post(f"{link}join/", typed | {"company": "x"}).content.decode()
    )
    answer = visitor.post(f"{link}join/", typed)
    assert answer["Location"] == f"/sign-in/?next=%2Faccount%2F{account.pk}%2F"
    friend = Person.objects.get(email="friend@elsewhere.example")
    assert friend.memberships.get().account == account
    assert Account.objects.count() == 1
    visitor.post("/sign-in/", {"login": friend.email, "password": PASSWORD})
    assert visitor.get(f"/account/{account.pk}/tickets/").status_code == 200
    assert "accepted" in mailbox.last_to(make.owner(account).email)["Subject"]


def test_inviting_tells_nobody_who_is_a_customer(account: Account, mailbox: Mailbox) -> None:
    known = make.verified(make.person())
    owner = signed_in(make.owner(account))
    page = f"/account/{account.pk}/people/invite/"
    answers = [
        owner.post(page, {"email": email, "scopes": ["support"]}, follow=True)
        for email in (known.email, "unknown@elsewhere.example")
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "on its way" in answers[1].content.decode()
    assert (
        mailbox.last_to(known.email)["Subject"]
        == (mailbox.last_to("unknown@elsewhere.example")["Subject"])
    )
    assert Invitation.objects.count() == 2
