"""A refusal names the authorities of the policy, and the one where whoever asked lives."""

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.messaging.models import Message
from troth.policy.authorities import AUTHORITIES
from troth.requests.ask import ask
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

WHO = (
    '[provider]\ndpo = "A. Person"\ndpo_contact = "dpo@example.net"\ncomplaints = ["IE"]\n'
    'representatives = ["A Firm, 1 Example Street, Dublin"]'
)


@pytest.mark.parametrize(
    ("lives", "code"),
    [(("GB", ""), "GB"), (("US", "CA"), "US-CA"), (("DE", "Berlin"), "DE"), (("AQ", ""), "")],
)
def test_it_is_mailed_and_stands_with_the_request(lives: tuple[str, str], code: str) -> None:
    make.in_force(make.changed("websoftmaster", ("[provider]", WHO)))
    account = make.account()
    Account.objects.update(country=lives[0], region=lives[1])
    request = ask(make.owner(account), "unpublish", at=timezone.now())
    privacy = signed_in(make.staff("privacy"))
    reason = {"reason": "Others have quoted you."}
    privacy.post(f"/desk/requests/{request.pk}/refuse/", reason)
    mine = signed_in(make.owner(account)).get(f"/privacy-centre/requests/{request.pk}/").text
    for named in filter(None, ("IE", code)):
        assert str(AUTHORITIES[named]) in Message.objects.get().body
        assert AUTHORITIES[named].site in mine


def test_who_answers_stands_beside_the_rights_for_everybody() -> None:
    make.in_force(make.changed("websoftmaster", ("[provider]", WHO)))
    mine = signed_in(make.owner(make.account())).get("/privacy-centre/requests/").text
    for page in (mine, Client().get("/privacy/rights/").text):
        for told in ("A. Person", "dpo@example.net", "A Firm, 1 Example", AUTHORITIES["IE"].site):
            assert told in page
    text = Client().get("/privacy/").text
    assert "Complaints about us can be made to: Data Protection Commission" in text


def test_a_policy_that_names_none_speaks_of_the_readers_own() -> None:
    make.in_force("websoftmaster")
    request = ask(make.person(), "unpublish", at=timezone.now())
    reason = {"reason": "Others have quoted you."}
    signed_in(make.staff("privacy")).post(f"/desk/requests/{request.pk}/refuse/", reason)
    assert "complain to your supervisory authority" in Message.objects.get().body
