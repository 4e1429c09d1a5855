"""Whoever objects to a use in the provider's interest has it ended, or is told what weighs more."""

import pytest
from django.utils import timezone

from troth.gates.decide_again import consent_again
from troth.gates.models import ConsentEvent
from troth.journal.sequence import sequence
from troth.messaging.mailing import Mailing, mail_everybody
from troth.messaging.models import Message
from troth.messaging.send import send
from troth.policy.parse import Policy
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

ASK = "/privacy-centre/requests/ask/"


def of_interest() -> Policy:
    """Softsys's policy with a use that rests on its interest, and mail that goes out by it."""
    rules = (
        '[purpose.quality]\nbasis = "legitimate-interest"\ndescription = "to ask how we did"\n'
        '[message.quality]\nabout = ["how we did"]\nchannels = ["email"]\npurposes = ["quality"]\n'
    )
    return make.changed("softsys", rules=rules)


def asked() -> RightsRequest:
    """A request of the owner of an account, by the page."""
    signed_in(make.verified(make.owner(make.account()))).post(
        ASK, {"right": "object-to-use", "text": "I am ill."}
    )
    return RightsRequest.objects.get()


def take(request: RightsRequest, step: str, **typed: object) -> None:
    desk = signed_in(make.staff("privacy"))
    desk.post(f"/desk/requests/{request.pk}/{step}/", typed)
    request.refresh_from_db()


def test_a_use_that_ends_mails_nothing_more_to_that_person() -> None:
    make.in_force(of_interest())
    make.verified(make.owner(make.account()))
    request = asked()
    person = request.person
    assert person
    mailing = Mailing("message.quality", "quality", "How did we do?", "Tell us.")
    before = mail_everybody(mailing, at=timezone.now())
    take(request, "carry-out", purposes=["quality"], text="It ends.")
    assert (request.state, request.answer) == ("done", "It ends.")
    assert mail_everybody(mailing, at=timezone.now()) == before - 1
    alone = send(person, subject="Well?", body="Tell us.", at=timezone.now(), rule=mailing.rule)
    assert alone is None
    assert "to ask how we did" in signed_in(person).get("/privacy-centre/consents/").text.lower()


def test_a_restored_backup_ends_it_again() -> None:
    make.in_force(of_interest())
    take(asked(), "carry-out", purposes=["quality"], text="It ends.")
    sequence()
    ConsentEvent.objects.all().delete()
    assert consent_again(0, lambda digest: of_interest()) == 1
    event = ConsentEvent.objects.get()
    assert (event.rule, event.kind) == ("purpose.quality", "objected")
    assert event.wording == "to ask how we did"


def test_a_refusal_tells_the_grounds_that_weigh_more() -> None:
    make.in_force(of_interest())
    request = asked()
    page = signed_in(make.staff("privacy")).get(f"/desk/requests/{request.pk}/refuse/").text
    assert "Which compelling grounds weigh more" in page
    take(request, "refuse", reason="You owe us an answer in court.")
    assert request.state == "refused"
    told = Message.objects.get().body
    assert "our grounds are compelling" in told and "in court" in told
    assert not ConsentEvent.objects.exists()


def test_a_human_looks_at_what_a_machine_decided() -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    signed_in(person).post(ASK, {"right": "review-decision", "text": "You shut my site."})
    request = RightsRequest.objects.get()
    assert request.due_on
    take(request, "carry-out", text="It was a mistake; your site is open again.")
    assert request.state == "done"
    assert Message.objects.get().body == "It was a mistake; your site is open again."
