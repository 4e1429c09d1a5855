"""Whoever has the password may ask for an erasure; whoever has the mail can stop it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Account, Person, Session
from troth.cli import main
from troth.core.errors import TrothError
from troth.erasure.ask_erasure import ask_erasure
from troth.erasure.carry_out_erasure import carry_out_erasure
from troth.erasure.keep import keep
from troth.journal.models import Entry
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.requests.verify import verify
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.mail import Mailbox, text_of
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def ask_here(person: Person) -> None:
    """As the page in the account area does it."""
    answer = signed_in(person).post("/privacy-centre/erase/", {"confirmation": PASSWORD})
    assert answer["Location"] == "/privacy-centre/erase/"


def night(days: int) -> None:
    """The sweep of a night from now on."""
    now = timezone.now() + timedelta(days=days)
    keep(on=now.date(), at=now)


@pytest.mark.parametrize("policy", ["soffront", "ispsystem"])
def test_the_night_after_the_wait_erases_and_mails_the_receipt(
    policy: str, mailbox: Mailbox
) -> None:
    make.in_force(policy)
    account = make.account()
    person = customer(account)
    make.service(account, at=timezone.now())
    owed = make.invoice(account, paid=False)
    ask_here(person)
    told = text_of(mailbox.last_to(person.email))
    assert "site.example (Hosting)" in told and f"{owed.number}: €11.90" in told
    page = signed_in(person).get("/privacy-centre/erase/").content.decode()
    assert "We will carry it out in the night before" in page and "site.example (Hosting)" in page
    for early in range(3):
        night(early)
        assert Person.objects.filter(pk=person.pk).exists()
    stop = mailbox.link_to(person.email)
    night(3)
    assert "There is nothing to stop" in Client().post(stop).content.decode()
    assert not Person.objects.exists() and not Account.objects.exists()
    mailbox.fetch(at=timezone.now() + timedelta(days=4))
    receipt = Client().get(mailbox.link_to(person.email)).content.decode()
    assert "Receipt of an erasure" in receipt


def test_the_link_in_the_mail_stops_it_without_a_sign_in(mailbox: Mailbox) -> None:
    make.in_force("soffront")
    person = customer(make.account())
    ask_here(person)
    link = mailbox.link_to(person.email)
    assert "It has not been done yet" in Client().get(link).content.decode()
    night(0)
    assert Person.objects.get().erasure_asked_at  # to open it stops nothing
    assert "It has been stopped" in Client().post(link).content.decode()
    assert not Session.objects.filter(person=person).exists()
    night(9)
    assert Person.objects.filter(pk=person.pk, erasure_asked_at=None).exists()
    assert RightsRequest.objects.get().state == "taken back"
    assert "There is nothing to stop" in Client().get(link).content.decode()

    ask_here(person)
    Client().post(link)
    assert Person.objects.get().erasure_asked_at  # a new request has a link of its own


def test_a_forged_link_stops_nothing() -> None:
    make.in_force("soffront")
    person = customer(make.account())
    ask_here(person)
    forged = f"/stop-erasure/{person.pseudonym.hex}.{RightsRequest.objects.get().pk}.x/"
    assert Client().post(forged).status_code == 409
    assert Person.objects.get().erasure_asked_at


@pytest.mark.parametrize("policy", ["soffront", "softsys"])
def test_neither_staff_nor_a_command_erase_before(
    policy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make.in_force(policy)
    person = make.owner(make.account())
    now = timezone.now()
    request = ask_erasure(person, at=now)
    with pytest.raises(TrothError, match="can be stopped until"):
        carry_out_erasure(request, "It is done: {link}", at=now + timedelta(hours=47))
    assert main(["erase", person.email, "--yes"]) == 1
    assert "can be stopped until" in capsys.readouterr().err
    assert Person.objects.exists()
    carry_out_erasure(request, "It is done: {link}", at=now + timedelta(hours=49))
    assert not Person.objects.exists()


PROOFS = ('proof = ["registered-email"]', 'proof = ["registered-email", "government-id"]')
ANEW = {"again": "government-id", "confirmed": "on"}


@pytest.mark.parametrize(
    ("role", "form", "erased"),
    [
        ("privacy", {}, False),
        ("privacy", {"again": "government-id"}, False),
        ("privacy", {"confirmed": "on"}, False),
        ("privacy", ANEW | {"again": "sign-in"}, False),
        ("billing", ANEW, False),
        ("privacy", ANEW, True),
    ],
)
def test_the_desk_says_until_when_and_waits_but_for_a_proof_shown_anew(
    role: str, form: dict[str, str], erased: bool
) -> None:
    make.in_force(make.changed("softsys", PROOFS))
    request = ask_erasure(make.owner(make.account()), at=timezone.now())
    staff, there = signed_in(make.staff(role)), f"/desk/requests/{request.pk}/carry-out/"
    page = staff.get(there).text
    assert "This waits until" in page and "Goes then" in page
    # Who cannot be shown anew who asks is offered no button that could only be refused.
    assert ("Carry it out</button>" in page) == (role == "privacy")
    staff.post(there, form | {"text": "It is done: {link}"})
    assert Person.objects.filter(is_staff=False).exists() != erased
    again = Entry.objects.filter(event="request.verified", counts__by="government-id")
    assert again.exists() == erased


def test_what_came_to_staff_by_another_way_is_theirs_to_carry_out() -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    request = ask(person, "erase", channel="email", at=timezone.now())
    verify(request, "registered-email", by_link=True, at=timezone.now())
    carry_out_erasure(request, "It is done: {link}", at=timezone.now())
    assert not Person.objects.exists()


def test_the_wait_ends_within_what_the_policy_promises() -> None:
    make.in_force(make.changed("soffront", ('within = "30 days"', 'within = "1 day"')))
    person = customer(make.account())
    ask_here(person)
    night(1)
    assert not Person.objects.exists()


def test_where_an_answer_is_due_at_once_nothing_waits() -> None:
    make.in_force(make.changed("soffront", ('within = "30 days"', 'within = "0 days"')))
    answer = signed_in(customer(make.account())).post(
        "/privacy-centre/erase/", {"confirmation": PASSWORD}
    )
    assert answer["Location"].startswith("/receipts/") and not Person.objects.exists()


def test_a_provider_may_have_nothing_wait(settings: Settings) -> None:
    settings.ERASURE_WAIT = 0
    make.in_force("soffront")
    answer = signed_in(customer(make.account())).post(
        "/privacy-centre/erase/", {"confirmation": PASSWORD}
    )
    assert answer["Location"].startswith("/receipts/") and not Person.objects.exists()


def test_what_is_taken_back_while_the_night_is_at_it_is_not_erased(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.in_force("soffront")
    person = customer(make.account())
    ask_here(person)
    from troth.erasure import keep as sweep

    found = sweep._requests

    def late(*args: object, **more: object) -> object:
        client = signed_in(person)
        client.post("/privacy-centre/erase/take-back/")
        return found(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(sweep, "_requests", late)
    night(9)
    assert Person.objects.filter(pk=person.pk).exists()
    assert not Entry.objects.filter(event="person.erased").exists()


def test_the_desk_tells_what_ends() -> None:
    make.in_force("websoftmaster")
    account = make.account()
    person = make.owner(account)
    make.service(account)
    make.trusted(account, make.person())
    request = ask_erasure(person, at=timezone.now())
    page = signed_in(make.staff("privacy")).get(f"/desk/requests/{request.pk}/carry-out/")
    html = re.sub(r"<[^>]+>|\s+", " ", page.content.decode())
    assert "Services that still run, and end with the account" in html
    assert "People who lose access" in html and "site.example" not in html
