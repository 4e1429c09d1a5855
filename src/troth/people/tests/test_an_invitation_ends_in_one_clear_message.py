from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account, Invitation, Membership, Person
from troth.people.invite import invite
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    make.in_force("ispsystem")
    return make.account()


def offered(account: Account, email: str) -> tuple[Invitation, str]:
    """An invitation made a moment ago, and the path of its link."""
    made, secret = invite(account, email, ["support"], by=make.owner(account), at=timezone.now())
    return made, f"/invitations/{secret}/"


def friend() -> Person:
    return make.verified(make.person())


def test_a_link_that_is_not_ours() -> None:
    make.in_force("ispsystem")
    answer = Client().get("/invitations/not-one-of-ours/")
    assert answer.status_code == 404 and "is not ours" in answer.content.decode()


def test_an_expired_one(account: Account) -> None:
    who = friend()
    made, link = offered(account, who.email)
    Invitation.objects.filter(pk=made.pk).update(expires_at=made.created_at - timedelta(days=1))
    for answer in (Client().get(link), signed_in(who).post(link)):
        assert answer.status_code == 410 and "has expired" in answer.content.decode()
    assert not Membership.objects.filter(person=who).exists()


def test_a_withdrawn_one(account: Account) -> None:
    who = friend()
    made, link = offered(account, who.email)
    page = f"/account/{account.pk}/people/invitations/{made.pk}/withdraw/"
    owner = signed_in(make.owner(account))
    assert owner.post(page).status_code == owner.post(page).status_code == 302
    assert "has been withdrawn" in signed_in(who).post(link).content.decode()
    assert not Membership.objects.filter(person=who).exists()


def test_accepting_twice_is_once_and_others_learn_that_it_was_used(account: Account) -> None:
    who = friend()
    _, link = offered(account, who.email)
    browser = signed_in(who)
    assert browser.post(link)["Location"] == browser.post(link)["Location"]
    assert Membership.objects.filter(person=who).count() == 1
    assert "has already been used" in Client().get(link).content.decode()


def test_a_used_link_does_not_bring_back_who_was_let_go(account: Account) -> None:
    who = friend()
    _, link = offered(account, who.email)
    browser = signed_in(who)
    browser.post(link)
    membership = Membership.objects.get(person=who)
    signed_in(make.owner(account)).post(f"/account/{account.pk}/people/{membership.pk}/end/")
    assert browser.post(link).status_code == 410
    assert not Membership.objects.filter(person=who).exists()


def test_another_person_cannot_take_it(account: Account) -> None:
    who, other = friend(), friend()
    _, link = offered(account, who.email)
    answer = signed_in(other).post(link)
    page = answer.content.decode()
    assert "sent to a different address" in page and who.email not in page
    assert not Membership.objects.filter(person=other).exists()


def test_an_unconfirmed_address_is_nobodys(account: Account) -> None:
    who = make.person()
    _, link = offered(account, who.email)
    page = signed_in(who).post(link).content.decode()
    assert "please confirm your e-mail address" in page
    assert not Membership.objects.filter(person=who).exists()


def test_sending_again_ends_the_former_link(account: Account) -> None:
    who = friend()
    made, link = offered(account, who.email)
    owner = signed_in(make.owner(account))
    page = f"/account/{account.pk}/people/invitations/{made.pk}/send-again/"
    assert owner.post(page).status_code == owner.post(page).status_code == 302
    assert "replaced by a newer one" in signed_in(who).get(link).content.decode()
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1
    assert Invitation.objects.count() == 2


def test_the_link_is_stored_nowhere(account: Account) -> None:
    made, link = offered(account, "friend@elsewhere.example")
    secret = link.split("/")[2]
    assert secret not in str(Invitation.objects.values().get())
    assert len(made.digest) == 64
