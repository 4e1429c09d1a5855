"""Whoever calls a verb (a page, a command) need not think of telling: it goes with the act."""

from collections.abc import Callable

import pytest
from django.db import transaction

from troth.accounts.models import Account
from troth.messaging.models import Message
from troth.requests.answer import answer
from troth.requests.ask import ask
from troth.requests.ask_back import ask_back
from troth.requests.ask_to_recover import ask_to_recover
from troth.requests.extend import extend
from troth.requests.hand_over import hand_over
from troth.requests.have_confirmed import have_confirmed
from troth.requests.models import RightsRequest
from troth.requests.refuse import refuse
from troth.requests.take_in import take_in
from troth.requests.tasks import warn
from troth.testing import make
from troth.testing.make import NOW

pytestmark = pytest.mark.django_db

_DECISIONS: list[tuple[Callable[[RightsRequest], object], str]] = [
    (lambda request: answer(request, "Here it is.", at=NOW), "Here it is."),
    (lambda request: refuse(request, "It is right as it is.", at=NOW), "It is right as it is."),
    (lambda request: extend(request, "It is much.", at=NOW), "It is much."),
    (lambda request: ask_back(request, "question", "Which one?", at=NOW), "Which one?"),
]


@pytest.mark.parametrize(("decide", "words"), _DECISIONS)
def test_a_decision_is_mailed_to_whoever_asked(
    decide: Callable[[RightsRequest], object], words: str
) -> None:
    make.in_force("ispsystem")
    person = make.person()
    decide(ask(person, "erase", at=NOW))
    told = Message.objects.get()
    assert (told.person, told.address) == (person, person.email)
    assert words in told.body


@pytest.mark.parametrize(("decide", "words"), _DECISIONS)
def test_what_is_taken_back_was_never_told(
    decide: Callable[[RightsRequest], object], words: str
) -> None:
    make.in_force("ispsystem")
    request = ask(make.person(), "erase", at=NOW)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        decide(request)
        raise ZeroDivisionError
    assert not Message.objects.exists()


def test_a_proof_is_asked_for_by_mail() -> None:
    make.in_force("ispsystem")
    person = make.person()
    ask_back(ask(person, "erase", at=NOW, channel="letter"), "proof", "", at=NOW)
    assert Message.objects.get().address == person.email


def test_a_request_that_is_passed_on_is_told_to_both() -> None:
    make.in_force("websoftmaster")
    reseller = make.account()
    Account.objects.filter(pk=reseller.pk).update(reseller=True)
    reseller.refresh_from_db()
    request = ask(None, "erase", at=NOW, channel="email", sender="x@y.example", text="Erase X.")
    hand_over(request, reseller, at=NOW)
    told, passed_on = Message.objects.order_by("pk")
    assert (told.address, told.account) == ("x@y.example", reseller)
    assert passed_on.person == make.owner(reseller)
    assert "Erase X." in passed_on.body and "x@y.example" in passed_on.body


def test_a_mail_is_acknowledged_once_a_day() -> None:
    make.in_force("softsys")
    for number in ("<1@y.example>", "<1@y.example>", "<2@y.example>"):
        take_in("x@y.example", "Hello", mail_id=number, asked_at=NOW, at=NOW, genuine=False)
    assert Message.objects.get().address == "x@y.example"


def test_an_address_that_is_given_is_written_to() -> None:
    make.in_force("softsys")
    person = make.person()
    ask_to_recover(person.email, "new@y.example", "I lost it.", at=NOW)
    warn(number=RightsRequest.objects.get().pk)
    link, warning = Message.objects.order_by("pk")
    assert link.address == "new@y.example" and link.secret and "/recover/" in link.text
    assert (warning.person, warning.address) == (person, person.email)
    have_confirmed(RightsRequest.objects.get(), "right@y.example", at=NOW)
    assert Message.objects.latest("pk").address == "right@y.example"
