"""Who cannot get in any more asks on a public page, proves who they are, and gets a new way in."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Session
from troth.journal.models import Entry
from troth.messaging.deliver import deliver_waiting
from troth.requests.ask import ask
from troth.requests.hand_in_proof import hand_in_proof
from troth.requests.models import IdentityProof, RightsRequest
from troth.requests.tasks import warn
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.make import NOW

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"


def typed(email: str) -> dict[str, str]:
    return {"email": email, "address": "new@mail.example", "text": "I lost my mailbox."}


def link_to(address: str) -> str:
    """The path of the link in the latest mail to an address."""
    deliver_waiting(at=timezone.now())
    body = [m.body for m in mail.outbox if m.to == [address]][-1]
    found = re.search(r"https?://[^/]+(/\S+)", str(body))
    assert found, body
    return found[1]


def at_the_desk(role: str) -> Client:
    client = Client()
    client.force_login(make.staff(role))
    return client


def test_from_the_public_page_to_a_new_password(client: Client) -> None:
    make.in_force("softsys")
    person = make.verified(customer(make.account()))
    Authenticator.objects.create(user=person, type="totp", data={})
    old = Client()
    old.force_login(person)
    assert client.post("/recover/", typed(person.email))["Location"] == "/recover/sent/"
    request = RightsRequest.objects.get()
    assert (request.right, request.person, request.sender) == ("recover", None, "new@mail.example")
    warn(number=request.pk)

    billing = at_the_desk("billing")
    here = f"/desk/requests/{request.pk}/"
    assert b"cannot be done now" in billing.get(f"{here}carry-out/").content
    step = {"text": "You are in.", "address": "new@mail.example"}
    refused = billing.post(f"{here}carry-out/", step | {"second_factors": "on"})
    assert b"First verify who is asking" in refused.content and b"You are in." in refused.content
    billing.post(f"{here}verify/", {"by": "questions", "email": person.email})
    refused = billing.post(f"{here}carry-out/", step | {"second_factors": "on"})
    assert b"Have the address confirmed first" in refused.content
    client.post(link_to("new@mail.example"))
    billing.post(f"{here}carry-out/", step | {"second_factors": "on"})

    before = person.email
    person.refresh_from_db()
    assert person.email == "new@mail.example"
    assert EmailAddress.objects.get(user=person).email == "new@mail.example"
    assert not Authenticator.objects.exists() and not Session.objects.filter(person=person)
    assert Entry.objects.filter(event="request.answered", rule="right.recover").exists()
    deliver_waiting(at=timezone.now())
    assert [m.subject for m in mail.outbox if m.to == [before]] == [
        "Somebody is asking for access to your account",
        "Your e-mail address was changed",
    ]
    link = link_to("new@mail.example")
    assert link.startswith("/password/") and client.get(link, follow=True).status_code == 200
    # The old password opens nothing, even with the new address.
    thief = Client()
    thief.post("/sign-in/", {"login": "new@mail.example", "password": PASSWORD})
    assert thief.get("/security/").status_code == 302 and old.get("/security/").status_code == 302


def test_the_answer_does_not_tell_who_is_a_customer(client: Client) -> None:
    make.in_force("websoft")
    person = make.person()
    known = client.post("/recover/", typed(person.email), follow=True)
    unknown = client.post("/recover/", typed("nobody@mail.example"), follow=True)
    assert known.content == unknown.content


def test_it_is_offered_where_the_policy_has_it(client: Client) -> None:
    make.in_force("soffront")
    assert client.get("/recover/").status_code == 404
    assert b"/recover/" not in client.get("/sign-in/").content


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "no address"},
        {"address": "x@y\0.example"},
        {"address": f"{'x' * 250}@mail.example"},
        {"text": ""},
        {"text": "a" * 3001},
        {"text": "a\0b"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client: Client, wrong: dict[str, str]) -> None:
    make.in_force("softsys")
    page = client.post("/recover/", typed("a@b.example") | wrong)
    assert page.status_code == 200
    assert b"Please check the form" in page.content
    assert not RightsRequest.objects.exists()


def test_asking_time_and_again_ends(client: Client) -> None:
    make.in_force("softsys")
    answers = [client.post("/recover/", typed("a@b.example")).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    elsewhere = client.post("/recover/", typed("a@b.example"), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_no_login_of_staff_is_handed_out_this_way() -> None:
    make.in_force("softsys")
    owner = make.staff("owner")
    request = ask(None, "recover", at=NOW, channel="phone")
    answer = at_the_desk("privacy").post(
        f"/desk/requests/{request.pk}/verify/", {"by": "questions", "email": owner.email}
    )
    assert b"No customer has this address" in answer.content


def test_a_proof_is_seen_by_who_decides_alone_and_that_is_written_down() -> None:
    make.in_force("websoft")
    person = make.person()
    request = ask(person, "erase", at=timezone.now(), channel="ticket")
    RightsRequest.objects.update(verified_at=None, verified_by="")
    owner = at_the_desk("owner")
    here = f"/desk/requests/{request.pk}/"
    page = b"<html>"
    assert (
        b"Please send a picture"
        in owner.post(f"{here}add-proof/", {"document": SimpleUploadedFile("id.png", page)}).content
    )
    owner.post(f"{here}add-proof/", {"document": SimpleUploadedFile("id.png", PNG)})
    proof = IdentityProof.objects.get()
    seen = owner.get(f"{here}proofs/{proof.pk}/")
    assert seen.content == PNG
    assert seen["Content-Disposition"].startswith("attachment;")
    assert "no-store" in seen["Cache-Control"]
    assert person.staff_reads.filter(categories=["government_id"]).count() == 1
    for role, status in (("billing", 404), ("support", 403)):  # billing answers others only
        assert at_the_desk(role).get(f"{here}proofs/{proof.pk}/").status_code == status
    owner.post(f"{here}verify/", {"by": "government-id"})
    owner.post(f"{here}refuse/", {"reason": "The law makes us keep it."})
    assert not IdentityProof.objects.exists()
    assert RightsRequest.objects.get().verified_by == "government-id"
    assert owner.get(f"{here}proofs/{proof.pk}/").status_code == 404


def test_a_role_that_answers_by_a_document_sees_it() -> None:
    make.in_force("websoft")
    now = timezone.now()
    person = make.person()
    request = ask(person, "rectify", at=now, channel="letter", rule="right.billing-details")
    proof = hand_in_proof(request, PNG, at=now)
    here = f"/desk/requests/{request.pk}/"
    billing = at_the_desk("billing")
    assert f"{here}proofs/{proof.pk}/" in billing.get(here).content.decode()
    assert billing.get(f"{here}proofs/{proof.pk}/").content == PNG
    assert person.staff_reads.filter(categories=["government_id"], role="billing").count() == 1
    assert b"a copy of a government-issued ID" in billing.get(f"{here}ask-for-proof/").content
