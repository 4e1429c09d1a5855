import pytest

from troth.accounts.models import Person
from troth.accounts.restrict import restrict
from troth.core.errors import TrothError
from troth.gates.consent import give, withdraw
from troth.messaging.models import Message
from troth.messaging.send import send
from troth.testing import make

pytestmark = pytest.mark.django_db


def offer(person: Person) -> Message | None:
    return send(person, subject="Offer", body="…", rule="message.offers", at=make.NOW)


def test_a_message_with_a_consent_needs_it() -> None:
    make.in_force("softsys")
    person = make.person()
    assert offer(person) is None
    give(person, "marketing", at=make.NOW)
    assert offer(person) is not None
    withdraw(person, "marketing", at=make.NOW)
    assert offer(person) is None
    assert Message.objects.filter(person=person).count() == 1


def test_who_has_restricted_processing_gets_no_offers() -> None:
    make.in_force("softsys")
    person = make.person()
    give(person, "marketing", at=make.NOW)
    restrict(person, at=make.NOW)
    assert not offer(person)
    assert send(person, subject="Your request", body="…", at=make.NOW)


@pytest.mark.parametrize("name", ["softsys", "websoftmaster", "soffront", "ispsystem", "websoft"])
def test_what_belongs_to_the_service_goes_out_under_each_policy(name: str) -> None:
    make.in_force(name)
    sent = send(make.person(), subject="Your service", body="…", at=make.NOW)
    assert sent is not None
    rule = make.policy(name).tables.message[sent.rule.removeprefix("message.")]
    assert rule.consent is None


def test_a_message_of_no_kind_is_not_sent() -> None:
    make.in_force("softsys")
    with pytest.raises(TrothError, match="no message.weather"):
        send(make.person(), subject="Rain", body="…", rule="message.weather", at=make.NOW)


def test_a_subject_is_one_line() -> None:
    make.in_force("softsys")
    sent = send(make.person(), subject="Hello\nBcc: all@other.example", body="…", at=make.NOW)
    assert sent and sent.subject == "Hello Bcc: all@other.example"
