from typing import Any

import pytest

from troth.accounts.models import Account, Invitation
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    return make.account()


def post(account: Account, **typed: Any) -> Any:
    page = f"/account/{account.pk}/people/invite/"
    return signed_in(make.owner(account)).post(page, {"scopes": ["support"]} | typed)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({}, "This field is required"),
        ({"email": "nobody"}, "Enter a valid email address"),
        ({"email": "a\0b@elsewhere.example"}, "Null characters are not allowed"),
        ({"email": f"{'x' * 250}@elsewhere.example"}, "at most 254 characters"),
        ({"email": "🙂@elsewhere.example"}, "Enter a valid email address"),
        ({"email": "friend@elsewhere.example", "scopes": []}, "Choose at least one."),
        ({"email": "friend@elsewhere.example", "scopes": ["root"]}, "root is not one of"),
    ],
)
def test_it_says_why_and_invites_nobody(account: Account, typed: Any, why: str) -> None:
    page = post(account, **typed).content.decode()
    assert why in page
    assert not Invitation.objects.exists() and not Message.objects.exists()


def test_who_belongs_to_the_account_is_not_invited(account: Account) -> None:
    page = post(account, email=make.owner(account).email.upper()).content.decode()
    assert "already belongs to the account" in page
    assert not Invitation.objects.exists()


def test_the_same_form_twice_sends_one_mail(account: Account) -> None:
    for email in ("friend@elsewhere.example", "Friend@Elsewhere.Example"):
        assert post(account, email=email).status_code == 302
    assert Invitation.objects.count() == Message.objects.count() == 1


def test_other_scopes_replace_the_invitation(account: Account) -> None:
    post(account, email="friend@elsewhere.example")
    post(account, email="friend@elsewhere.example", scopes=["billing"])
    assert Invitation.objects.get(withdrawn_at=None).scopes == "billing"
    assert Message.objects.count() == 2


def test_an_account_sends_so_many_a_day(account: Account) -> None:
    for number in range(20):
        assert post(account, email=f"f{number}@elsewhere.example").status_code == 302
    page = post(account, email="one-more@elsewhere.example").content.decode()
    assert "too many" in page or "enough invitations" in page
    assert 'value="one-more@elsewhere.example"' in page
    assert Invitation.objects.count() == 20
