"""A proof is accepted by roles that answer the request, a document by those who look at them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from troth.journal.models import Entry
from troth.policy.parse import parse
from troth.requests.ask import ask
from troth.requests.models import IdentityProof, RightsRequest
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
REFUSED = "Your role cannot accept this proof"


def noted_by(role: str, proof: str) -> str:
    """What staff in a role get to read who note that a customer proved to be one."""
    today = timezone.now().date().isoformat()
    form = {"rule": "right.rectify", "about": "own", "channel": "email", "came_on": today}
    customer = {"customer": make.owner(make.full_account()).email, "proof": proof}
    asked = form | customer | {"text": "Correct it."}
    page = signed_in(make.staff(role)).post("/desk/requests/new/", asked)
    return page.headers.get("Location", "") or page.content.decode()


def desk(role: str) -> Client:
    return signed_in(make.staff(role))


def test_who_answers_nothing_notes_a_request_but_no_proof() -> None:
    make.in_force("softsys")
    assert REFUSED in noted_by("support", "registered-email")
    assert not RightsRequest.objects.exists()
    noted_by("support", "")
    assert RightsRequest.objects.get().verified_at is None


def test_who_answers_it_accepts_its_proof_and_stands_by_it() -> None:
    make.in_force("softsys")
    there = noted_by("billing", "registered-email")
    request = RightsRequest.objects.get()
    assert request.verifier and request.verifier.staff_role == "billing"
    assert Entry.objects.get(event="request.verified").counts["role"] == "billing"
    assert "A Colleague said so." in desk("privacy").get(there).content.decode()


def test_what_was_proved_by_signing_in_was_accepted_by_nobody() -> None:
    make.in_force("websoft")
    request = ask(make.owner(make.account()), "access", at=timezone.now())
    assert request.verified_at and request.verifier is None


def test_a_document_is_added_and_accepted_by_who_looks_at_documents() -> None:
    source = make.policy("websoft").source
    blind = source.replace('"payment", "government_id"]', '"payment"]')
    assert blind != source
    make.in_force(parse(blind.encode()))
    asked = ask(
        make.person(),
        "rectify",
        at=timezone.now(),
        channel="email",
        rule="right.billing-details",
    )
    here = f"/desk/requests/{asked.pk}/"
    billing = desk("billing")
    page = billing.get(here).content.decode()
    assert f"{here}add-proof/" not in page and f"{here}verify/" not in page
    document = {"document": SimpleUploadedFile("id.png", PNG)}
    assert REFUSED in billing.post(f"{here}add-proof/", document).content.decode()
    billing.post(f"{here}verify/", {"by": "government-id"})
    asked.refresh_from_db()
    assert not IdentityProof.objects.exists() and asked.verified_at is None

    privacy = desk("privacy")
    document = {"document": SimpleUploadedFile("id.png", PNG)}
    privacy.post(f"{here}add-proof/", document)
    privacy.post(f"{here}verify/", {"by": "government-id"})
    asked.refresh_from_db()
    assert IdentityProof.objects.exists() and asked.verified_by == "government-id"
    assert asked.verifier and asked.verifier.staff_role == "privacy"
