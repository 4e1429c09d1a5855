"""Who asks for somebody else shows their authority; nothing is carried out before."""

import pytest
from django.utils import timezone

from troth.journal.models import Entry
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

RULE = '[right.restrict]\nask = ["email", "letter"]\nproof = ["sign-in", "authority"]\n'


def test_staff_note_that_they_have_seen_it() -> None:
    make.in_force(make.changed("softsys", rules=RULE))
    person = make.owner(make.account())
    privacy = signed_in(make.staff("privacy"))
    form = {"rule": "right.restrict", "about": "own", "channel": "letter", "customer": person.email}
    privacy.post("/desk/requests/new/", form | {"came_on": timezone.now().date().isoformat()})
    request = RightsRequest.objects.get()
    here = f"/desk/requests/{request.pk}"
    refused = privacy.get(f"{here}/carry-out/").text
    assert "This cannot be done now" in refused
    assert "a signed authority of the person" in privacy.get(f"{here}/verify/").text
    privacy.post(f"{here}/verify/", {"by": "authority"})
    assert Entry.objects.get(event="request.verified").counts["by"] == "authority"
    privacy.post(f"{here}/carry-out/", {"text": "It is restricted."})
    request.refresh_from_db()
    assert (request.state, request.verified_by) == ("done", "authority")
