import pytest

from troth.accounts.models import Account, Membership, Person
from troth.accounts.owned import owner_of
from troth.accounts.scopes import SCOPES, scopes_of
from troth.erasure.erase import erase
from troth.erasure.hold import hold, release
from troth.erasure.keep import keep
from troth.gates.models import Disclosure
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.people.hand_over import hand_over
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    make.in_force("ispsystem")
    return make.account()


def test_the_trusted_person_owns_it_and_the_former_owner_is_trusted(account: Account) -> None:
    before = customer(account)
    friend = make.trusted(account, make.person())
    page = f"/account/{account.pk}/people/{friend.pk}/hand-over/"
    client = signed_in(before)
    assert client.post(page, {"confirmation": PASSWORD})["Location"] == f"/account/{account.pk}/"
    assert owner_of(account) == friend.person, "who is written to from now on"
    former = Membership.objects.get(person=before)
    assert former.role == "trusted" and scopes_of(former) == set(SCOPES)
    assert Entry.objects.filter(event="membership.handed_over").count() == 1
    register = Disclosure.objects.get(subject=account)
    assert "identity" in register.categories and "content" not in register.categories
    assert "is now yours" in Message.objects.get(person=friend.person).subject
    # The same form twice: it is not theirs to give any more.
    assert client.post(page, {"confirmation": PASSWORD}).status_code == 403


def test_what_the_former_owner_wanted_erased_is_not_the_new_ones_account(account: Account) -> None:
    before = make.owner(account)
    friend = make.trusted(account, make.person())
    review = make.NOW.date().replace(year=2030)
    holds = [
        hold(subject, records=["*"], reason="r", owner="o", review_on=review, at=make.NOW)
        for subject in (account, before)
    ]
    erase(before, at=make.NOW)
    hand_over(friend, by=before, at=make.NOW)
    for each in holds:
        release(each, at=make.NOW)
    keep(on=make.NOW.date(), at=make.NOW)
    assert make.owner(account) == friend.person
    assert not Person.objects.filter(pk=before.pk).exists()


def test_only_with_the_password(account: Account) -> None:
    before = customer(account)
    friend = make.trusted(account, make.person())
    page = f"/account/{account.pk}/people/{friend.pk}/hand-over/"
    for typed in ("", "wrong"):
        assert signed_in(before).post(page, {"confirmation": typed}).status_code == 200
    assert make.owner(account) == before


def test_a_trusted_person_leaves_by_themselves(account: Account) -> None:
    friend = make.trusted(account, make.person())
    client = signed_in(friend.person)
    page = f"/account/{account.pk}/leave/"
    assert client.get(page).status_code == 200
    assert client.post(page).status_code == 302
    assert client.get(page).status_code == 404
    assert account.activity.get().what == "trusted person left"


def test_the_owner_cannot_leave(account: Account) -> None:
    client = signed_in(make.owner(account))
    page = f"/account/{account.pk}/leave/"
    assert "You own this account" in client.get(page).content.decode()
    answer = client.post(page)
    assert answer.status_code == 409 and "hand the account over first" in answer.content.decode()
    assert make.owner(account)
