"""What is agreed to need not be mail: it is asked, recorded and withdrawn all the same."""

import pytest
from django.utils import timezone

from troth.gates.consent import agrees
from troth.policy.errors import PolicyError
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

RULE = """
[consent.recording]
starts = "asked"
wording = "You may record our calls."
purposes = ["marketing"]
withdraw = ["portal"]
"""


def test_by_the_page_of_consents() -> None:
    make.in_force(make.changed("softsys", rules=RULE))
    person = make.owner(make.account())
    client = signed_in(person)
    for choice in ("give", "withdraw"):
        assert "You may record our calls." in client.get("/privacy-centre/consents/").text
        client.post("/privacy-centre/consents/recording/", {"choice": choice})
        assert agrees(person, "recording", at=timezone.now()) is (choice == "give")
    assert "Nothing is done by it until the box is ticked" in client.get("/privacy/").text


def test_it_does_not_begin_by_itself() -> None:
    with pytest.raises(PolicyError, match="sends nothing, so it has to be asked"):
        make.changed("softsys", rules=RULE.replace('"asked"', '"subscribed"'))
