import pytest

from troth.accounts.models import Account, Membership, Person
from troth.people.invite import invite
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

GET = ("people/", "people/invite/", "people/{member}/", "people/{member}/hand-over/")
POST = (
    "people/{member}/end/",
    "people/invitations/{invitation}/withdraw/",
    "people/invitations/{invitation}/send-again/",
)


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    return make.account()


def answers(account: Account, person: Person, friend: Membership) -> set[int]:
    """The status of each of the pages for a person."""
    owner = make.owner(account)
    made, _ = invite(account, "f@elsewhere.example", ["support"], by=owner, at=make.NOW)
    client = signed_in(person)
    named = {"member": friend.pk, "invitation": made.pk}
    there = f"/account/{account.pk}/"
    got = {client.get(there + page.format(**named)).status_code for page in GET}
    return got | {client.post(there + page.format(**named)).status_code for page in POST}


def test_trusted_people_are_refused_whatever_their_scopes(account: Account) -> None:
    friend = make.trusted(account, make.person())
    Membership.objects.filter(pk=friend.pk).update(
        scopes="profile billing services domains support privacy"
    )
    assert answers(account, friend.person, friend) == {403}


def test_to_strangers_there_is_no_such_page(account: Account) -> None:
    friend = make.trusted(account, make.person())
    assert answers(account, make.owner(make.account()), friend) == {404}


def test_people_and_invitations_of_another_account_are_not_found(account: Account) -> None:
    other = make.account()
    friend = make.trusted(other, make.person())
    made, _ = invite(other, "f@elsewhere.example", ["support"], by=make.owner(other), at=make.NOW)
    client = signed_in(make.owner(account))
    there = f"/account/{account.pk}/people"
    assert client.get(f"{there}/{friend.pk}/").status_code == 404
    assert client.get(f"{there}/{friend.pk}/hand-over/").status_code == 404
    assert client.post(f"{there}/invitations/{made.pk}/withdraw/").status_code == 404
    assert client.post(f"{there}/invitations/{made.pk}/send-again/").status_code == 404
    client.post(f"{there}/{friend.pk}/end/")
    assert Membership.objects.filter(pk=friend.pk).exists()
    made.refresh_from_db()
    assert made.withdrawn_at is None


def test_details_want_the_scope_profile(account: Account) -> None:
    friend = make.trusted(account, make.person())  # with the scope support
    page = f"/account/{account.pk}/details/"
    client = signed_in(friend.person)
    assert client.get(page).status_code == client.post(page).status_code == 403
    assert client.post(f"{page}right/").status_code == 403
    assert signed_in(make.owner(make.account())).get(page).status_code == 404
    Membership.objects.filter(pk=friend.pk).update(scopes="profile")
    assert client.get(page).status_code == 200
