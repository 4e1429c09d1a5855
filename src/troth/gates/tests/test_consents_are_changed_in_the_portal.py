import pytest
from django.test import Client
from django.utils import timezone

from troth.gates.consent import agrees
from troth.testing import make
from troth.testing.browser import customer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("policy", "consent"),
    [("softsys", "marketing"), ("websoftmaster", "newsletters"), ("soffront", "promotions")],
)
def test_withdraw_and_agree(policy: str, consent: str) -> None:
    make.in_force(policy)
    person = customer(make.account())
    client = Client()
    client.force_login(person)
    for choice, holds in (("give", True), ("withdraw", False), ("give", True)):
        answer = client.post(
            f"/privacy-centre/consents/{consent}/", {"choice": choice}, follow=True
        )
        assert "Your choice has been saved" in answer.content.decode()
        assert agrees(person, consent, at=timezone.now()) is holds


def test_where_the_policy_names_another_way_the_page_does_too() -> None:
    make.in_force("websoft")
    client = Client()
    client.force_login(customer(make.account()))
    html = client.get("/privacy-centre/consents/").content.decode()
    assert "You can change it by the link in each message" in html
    assert 'action="/privacy-centre/consents/' not in html
    refusal = client.post("/privacy-centre/consents/mailings/", {"choice": "withdraw"})
    assert refusal.status_code == 409
    assert (
        "withdraw this consent by the link in each message or by e-mail" in refusal.content.decode()
    )


def test_an_objection_ends_every_consent() -> None:
    make.in_force("ispsystem")
    person = customer(make.account())
    client = Client()
    client.force_login(person)
    client.post("/privacy-centre/consents/marketing/", {"choice": "give"})
    client.post("/privacy-centre/object/")
    assert not agrees(person, "marketing", at=timezone.now())


def test_an_unknown_consent_is_refused() -> None:
    make.in_force("softsys")
    client = Client()
    client.force_login(customer(make.account()))
    assert client.post("/privacy-centre/consents/unknown/", {"choice": "give"}).status_code == 409
