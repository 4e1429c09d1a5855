"""On what ground data goes abroad stands beside each hand-over; a copy of it is asked for."""

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.gates.models import Disclosure
from troth.messaging.deliver import deliver_waiting
from troth.messaging.models import Message
from troth.messaging.send import send
from troth.policy.errors import PolicyError
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

RULES = """
[share.relay]
name = "Example Mail"
role = "processor"
function = "delivers mail"
country = "US"
receives = ["contact", "content"]
transfer = ["dpf", "scc"]
[right.transfer-copy]
ask = ["portal", "email"]
"""
ASK = "/privacy-centre/requests/ask/"


def test_the_customer_reads_the_ground_and_has_a_copy(settings: Settings) -> None:
    settings.MAIL_RELAY = "relay"
    make.in_force(make.changed("softsys", rules=RULES))
    person = make.owner(make.account())
    send(person, subject="Hello", body="Hello.", at=timezone.now())
    deliver_waiting(at=timezone.now())
    assert Disclosure.objects.get().rule == "share.relay"
    mine = signed_in(person)
    page = mine.get("/privacy-centre/disclosures/").text
    assert "Data Privacy Framework" in page and "standard contractual clauses" in page

    mine.post(ASK, {"right": "transfer-copy", "text": "The clauses, please."})
    request = RightsRequest.objects.get()
    privacy = signed_in(make.staff("privacy"))
    privacy.post(f"/desk/requests/{request.pk}/carry-out/", {"text": "Here they are."})
    assert Message.objects.latest("pk").body == "Here they are."


def test_the_framework_is_of_the_united_states_alone() -> None:
    with pytest.raises(
        PolicyError, match='share.relay is not in the United States, to which "dpf"'
    ):
        make.changed("softsys", rules=RULES.replace('"US"', '"IN"'))
