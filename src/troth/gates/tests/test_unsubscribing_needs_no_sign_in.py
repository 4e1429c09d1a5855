import pytest
from django.test import Client
from django.urls import reverse

from troth.erasure.erase import erase
from troth.gates.consent import agrees, give
from troth.gates.models import ConsentEvent
from troth.gates.unsubscribe import token_for
from troth.journal.models import Entry
from troth.policy.parse import parse
from troth.publishing.publish import publish
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("policy", "consent"),
    [
        ("softsys", "marketing"),
        ("websoftmaster", "newsletters"),
        ("soffront", "promotions"),
        ("ispsystem", "marketing"),
        ("websoft", "mailings"),
    ],
)
def test_the_button_ends_it_and_opening_the_page_does_not(policy: str, consent: str) -> None:
    make.in_force(policy)
    person = make.person()
    give(person, consent, at=make.NOW)
    address = reverse("unsubscribe", args=[token_for(person, consent)])
    page = Client().get(address)
    assert make.policy(policy).tables.consent[consent].wording in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert person.email not in page.content.decode() + address
    assert ConsentEvent.objects.count() == 1
    assert "Done. You will get no more" in Client().post(address).content.decode()
    event = ConsentEvent.objects.get(kind="withdrawn")
    assert event.channel == "link" and not agrees(person, consent, at=event.at)
    assert Entry.objects.filter(event="consent.withdrawn", rule=f"consent.{consent}").exists()


def test_twice_is_once() -> None:
    make.in_force("softsys")
    person = make.person()
    give(person, "marketing", at=make.NOW)
    address = reverse("unsubscribe", args=[token_for(person, "marketing")])
    assert [Client().post(address).status_code for _ in range(2)] == [200, 200]
    assert ConsentEvent.objects.filter(kind="withdrawn").count() == 1


def test_a_link_of_an_old_message_holds_where_none_is_offered_any_more() -> None:
    make.in_force("softsys")
    person = make.person()
    give(person, "marketing", at=make.NOW)
    source = make.policy("softsys").source
    assert '["portal", "link", "email"]' in source
    without = source.replace('["portal", "link", "email"]', '["portal", "email"]')
    publish(parse(without.encode()), at=make.NOW)
    answer = Client().post(reverse("unsubscribe", args=[token_for(person, "marketing")]))
    assert "Done. You will get no more" in answer.content.decode()
    assert ConsentEvent.objects.filter(kind="withdrawn").exists()


def test_a_link_that_was_cut_says_so() -> None:
    make.in_force("softsys")
    token = token_for(make.person(), "marketing")
    for cut in (token[:-3], token.replace("marketing", "other"), "x", "a.b.c"):
        answer = Client().post(reverse("unsubscribe", args=[cut]))
        assert answer.status_code == 409
        assert "open it again from the message" in answer.content.decode()


def test_after_an_erasure_there_is_nothing_left_to_end() -> None:
    make.in_force("softsys")
    person = make.person()
    token = token_for(person, "marketing")
    erase(person, at=make.NOW)
    assert Client().post(reverse("unsubscribe", args=[token])).status_code == 200
    assert not ConsentEvent.objects.exists()
