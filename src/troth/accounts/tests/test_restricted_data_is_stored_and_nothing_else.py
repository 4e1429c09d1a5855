"""While processing is restricted, each verb stops or has its ground (GDPR Art. 18(2))."""

import ast
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import troth
from troth.accounts.correct_account import correct_account
from troth.accounts.mark_reseller import mark_reseller
from troth.accounts.models import Account, Invitation, Membership, Person
from troth.accounts.record_signin import record_signin
from troth.accounts.restrict import lift_all, restrict_all
from troth.accounts.restricted import ABOUT_NOBODY, PASSES, STOPS, RestrictedError
from troth.catalog.models import Product
from troth.copies.export import export
from troth.desk.ask_to_look import ask_to_look
from troth.erasure.ask_erasure import ask_erasure
from troth.erasure.ask_to_forget import ask_to_forget
from troth.erasure.carry_out_erasure import carry_out_erasure
from troth.erasure.erase import erase
from troth.erasure.keep import keep
from troth.erasure.restore import restore_erasures
from troth.gates.allow_site import allow_site
from troth.gates.answer_look import answer_look, asks
from troth.gates.models import StaffRead
from troth.gates.read import LOOK, Ground, ReadRefusedError, ReasonNeededError, read
from troth.gates.read_each import read_each
from troth.messaging.write_to import write_to
from troth.orders.quote import quote
from troth.people.accept import accept
from troth.people.change_scopes import change_scopes
from troth.people.hand_over import hand_over
from troth.people.invite import invite
from troth.people.invite_for_owner import invite_for_owner
from troth.people.join import join
from troth.people.note_agreement import note_agreement
from troth.people.note_finding import note_finding
from troth.people.remove_ended_invitations import remove_ended_invitations
from troth.people.resend import resend
from troth.people.take_on import take_on
from troth.people.welcome_again import welcome_again
from troth.requests.ask import ask
from troth.services.agree_price import OwnTerms, agree_price
from troth.services.change_currency import change_currency
from troth.services.end_own_price import end_own_price
from troth.services.models import Suspension
from troth.services.open_by_hand import ByHand, open_by_hand
from troth.services.pause import pause
from troth.services.transfer import transfer
from troth.support.tickets.open_ticket import open_ticket
from troth.tax.ask_needed import ask_needed
from troth.tax.enter_certificate import enter_certificate
from troth.tax.enter_sign import enter_sign
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(troth.__file__).parent
NOW = make.NOW


class World:
    """An account with somebody trusted and an invitation, restricted by its owner."""

    def __init__(self) -> None:
        make.in_force("websoft")
        self.account = make.full_account()
        self.owner = make.verified(make.owner(self.account))
        self.friend = make.trusted(self.account, make.person())
        self.invited = make.verified(make.person())
        self.invitation, _ = invite(
            self.account, self.invited.email, ["support"], by=self.owner, at=NOW
        )
        self.stranger, _ = invite(
            self.account, "new@customer.example", ["support"], by=self.owner, at=NOW
        )
        self.request = ask(self.owner, "erase", at=NOW, channel="registered-email")
        restrict_all(self.owner, at=NOW)


CALLS: dict[str, Callable[[World], object]] = {
    "accounts.mark_reseller.mark_reseller": lambda w: mark_reseller(
        w.account, True, at=NOW, by=make.staff()
    ),
    "people.note_agreement.note_agreement": lambda w: note_agreement(
        w.account, at=NOW, by=make.staff()
    ),
    "erasure.ask_erasure.ask_erasure": lambda w: ask_erasure(w.owner, at=NOW),
    "erasure.carry_out_erasure.carry_out_erasure": lambda w: carry_out_erasure(
        w.request, "Done.", at=NOW
    ),
    "erasure.erase._erase": lambda w: erase(w.owner, at=NOW),
    "gates.allow_site.allow_site": lambda w: allow_site(
        w.owner, "shop", asked=["email"], allowed=["email"], at=NOW
    ),
    "messaging.write_to.write_to": lambda w: write_to(
        w.account, "Hello", "A text.", at=NOW, by=make.staff()
    ),
    "orders.quote.quote": lambda w: quote(w.account, [], words="", last_day=NOW.date(), at=NOW),
    "people.accept.accept": lambda w: accept(w.invitation, w.invited, at=NOW),
    "people.change_scopes.change_scopes": lambda w: change_scopes(
        w.friend, ["support", "billing"], by=w.owner, at=NOW
    ),
    "people.hand_over.hand_over": lambda w: hand_over(w.friend, by=w.owner, at=NOW),
    "people.invite.invite": lambda w: invite(
        w.account, "third@customer.example", ["support"], by=w.owner, at=NOW
    ),
    "people.invite_for_owner.invite_for_owner": lambda w: invite_for_owner(
        w.account, "third@customer.example", ["support"], by=make.staff(), at=NOW
    ),
    "people.join.join": lambda w: join(w.stranger, {"name": "New"}, "a long password", at=NOW),
    "people.note_finding.note_finding": lambda w: note_finding(
        w.owner, {"company": "A Company"}, source="a register", found_on=NOW.date(), at=NOW
    ),
    "services.agree_price.agree_price": lambda w: agree_price(
        w.account.services.get(), OwnTerms(100, None, today=False), seen="", at=NOW, by=make.staff()
    ),
    "services.change_currency.change_currency": lambda w: change_currency(
        w.account, "CHF", at=NOW, by=make.staff()
    ),
    "services.end_own_price.end_own_price": lambda w: end_own_price(
        w.account.services.get().own_prices.get(), seen="", at=NOW, by=make.staff()
    ),
    "services.open_by_hand.open_by_hand": lambda w: open_by_hand(
        w.account, ByHand(Product(name="Small"), "", 1, 1, "EUR"), at=NOW, by=make.staff()
    ),
    "services.pause.pause": lambda w: pause(
        make.service(w.account), Suspension.Reason.STAFF, "", at=NOW, by=make.staff()
    ),
    "services.transfer.transfer": lambda w: transfer(
        make.service(w.account), make.account(), at=NOW, by=make.staff()
    ),
    "support.tickets.open_ticket.open_ticket": lambda w: open_ticket(
        w.account, "Your site", "It is slow.", at=NOW, by=make.staff()
    ),
    "people.resend.resend": lambda w: resend(w.invitation, by=w.owner, at=NOW),
    "people.take_on.take_on": lambda w: take_on(
        {}, came_by="phone", owner=w.owner, at=NOW, by=make.staff()
    ),
    "people.welcome_again.welcome_again": lambda w: welcome_again(w.account, at=NOW),
    "tax.enter_certificate.enter_certificate": lambda w: enter_certificate(
        w.account, make.certificate(w.account).exemption, by=make.staff(), at=NOW
    ),
    "tax.enter_sign.enter_sign": lambda w: enter_sign(w.account, "DE", by=make.staff(), at=NOW),
}
# What goes on at night and after a restore passes over whom it must not touch.
LEAVES: dict[str, Callable[[World], object]] = {
    "erasure.ask_to_forget.ask_to_forget": lambda w: ask_to_forget(at=NOW),
    "erasure.empty_unreachable._empty": lambda w: keep(on=NOW.date().replace(year=2126), at=NOW),
    "erasure.keep._chunk": lambda w: keep(on=NOW.date().replace(year=2126), at=NOW),
    "erasure.restore._again": lambda w: restore_erasures(0, at=NOW),
    "gates.read_each.read_each": lambda w: read_each(
        make.staff("support"), [w.account.pk, w.owner.pk], ["identity"], at=NOW
    ),
    "people.remove_ended_invitations.remove_ended_invitations": lambda w: remove_ended_invitations(
        at=NOW.replace(year=2126)
    ),
    "tax.ask_needed.ask_needed": lambda w: ask_needed({w.account.pk: ("X1", "DE")}, at=NOW),
}


def verbs() -> Iterator[str]:
    """Every verb of the product, by where it stands."""
    for path in ROOT.rglob("*.py"):
        if {"tests", "testing", "migrations"} & {*path.parts}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and any(
                isinstance(mark, ast.Name) and mark.id == "act" for mark in node.decorator_list
            ):
                place = path.relative_to(ROOT).with_suffix("").parts
                yield ".".join((*place, node.name))


def test_every_verb_stands_on_one_list() -> None:
    listed = [*PASSES, *STOPS, *ABOUT_NOBODY]
    assert sorted(listed) == sorted({*listed})
    assert {*listed} == {*verbs()} | {"copies.export.export"}  # which is no transaction of its own
    assert CALLS.keys() | LEAVES.keys() == STOPS


@pytest.mark.parametrize("verb", CALLS)
def test_what_must_stop_stops(verb: str) -> None:
    world = World()
    with pytest.raises(RestrictedError):
        CALLS[verb](world)
    assert Person.objects.filter(pk=world.owner.pk).exists()
    assert not Membership.objects.filter(person=world.invited).exists()


@pytest.mark.parametrize("verb", LEAVES)
def test_what_goes_by_itself_leaves_it_alone(verb: str) -> None:
    world = World()
    LEAVES[verb](world)
    assert Account.objects.filter(pk=world.account.pk).exists()
    assert Invitation.objects.filter(pk=world.invitation.pk).exists()


def test_less_access_is_always_given() -> None:
    world = World()
    world.friend.scopes = "support billing"
    world.friend.save()
    change_scopes(world.friend, ["billing"], by=world.owner, at=NOW)
    assert Membership.objects.get(pk=world.friend.pk).scopes == "billing"


def test_whom_the_owner_trusts_sees_nothing_meanwhile_and_may_leave() -> None:
    world = World()
    page = f"/account/{world.account.pk}/tickets/"
    friend, owner = signed_in(world.friend.person), signed_in(world.owner)
    assert friend.get(page).status_code == 403 and owner.get(page).status_code == 200
    assert friend.get(f"/account/{world.account.pk}/leave/").status_code == 200
    lift_all(world.owner, at=NOW)
    assert friend.get(page).status_code == 200


def test_the_subject_corrects_and_takes_a_copy_and_others_do_not() -> None:
    world = World()
    with pytest.raises(RestrictedError):
        correct_account(world.account, {"name": "Other"}, by=world.friend.person, at=NOW)
    assert correct_account(world.account, {"name": "Mine"}, by=world.owner, at=NOW) == ["name"]
    with pytest.raises(RestrictedError):
        export(world.owner, io.BytesIO(), format="json", at=NOW)
    assert export(world.owner, io.BytesIO(), format="json", at=NOW, by=world.owner)


@pytest.mark.parametrize("role", ["support", "privacy"])
def test_staff_read_by_consent_or_for_a_claim_alone(role: str) -> None:
    world = World()
    staff = make.staff(role)
    for subject in (world.account, world.owner):
        with pytest.raises(ReasonNeededError):
            read(staff, subject, ["contact"], at=NOW)
        for ground in Ground:
            if ground != Ground.REQUEST:  # which is the subject's own
                with pytest.raises(ReadRefusedError):
                    read(staff, subject, ["contact"], at=NOW, reason="a claim", ground=ground)
        ask_to_look(staff, subject, ["contact"], reason="ticket 4711", at=NOW)
        with pytest.raises(ReasonNeededError):
            read(staff, subject, ["contact"], at=NOW)
        answer_look(world.owner, asks(world.owner).get().pk, agrees=True, at=NOW)
        read(staff, subject, ["contact"], at=NOW)
        with pytest.raises(ReasonNeededError):
            read(staff, subject, ["contact"], at=NOW + LOOK)
    assert StaffRead.objects.filter(staff=staff, ground="consent").count() == 2


def test_who_is_asked_may_say_no_and_nobody_says_it_for_them() -> None:
    world = World()
    staff = make.staff("support")
    ask_to_look(staff, world.owner, ["contact"], reason="ticket 4711", at=NOW)
    asked = asks(world.owner).get().pk
    for answer in ("agree", "refuse"):
        told = {"look": asked, "choice": answer}
        signed_in(world.friend.person).post("/privacy-centre/restrict/", told)
    assert asks(world.owner).get().pk == asked
    signed_in(world.owner).post("/privacy-centre/restrict/", {"look": asked, "choice": "refuse"})
    assert not StaffRead.objects.exists()


def test_signing_in_records_nothing() -> None:
    world = World()
    assert record_signin(world.owner, succeeded=True, at=NOW, ip="192.0.2.9") is None
    assert not world.owner.signins.filter(ip="192.0.2.9").exists()
