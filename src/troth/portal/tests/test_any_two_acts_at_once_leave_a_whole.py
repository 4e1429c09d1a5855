"""Each act against each that it could meet, at the same moment on two connections: whatever comes
first, nobody gets an error that explains nothing, and what is left is what one after the other
could have left."""

import os
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from random import Random
from time import sleep

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.email import confirm_email, propose_email
from troth.accounts.models import Account, Invitation, Membership, Person, Session, Signin
from troth.accounts.reactivate import cancel
from troth.accounts.restrict import restrict_all
from troth.copies.ask_copy import ask_copy
from troth.copies.copy import make_copy
from troth.copies.models import Copy
from troth.core.errors import TrothError
from troth.erasure.ask_erasure import ask_erasure
from troth.erasure.erase import erase
from troth.erasure.hold import hold_all
from troth.erasure.keep import keep
from troth.erasure.models import Hold
from troth.identity.tests.sign_up_data import typed
from troth.journal.models import Entry
from troth.people.invite import invite
from troth.people.tests.pages import version_of
from troth.people.withdraw_invitation import withdraw_invitation
from troth.policy.parse import parse
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.requests.answer import answer
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.at_once import at_once
from troth.testing.browser import PASSWORD
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

POLICY = "websoft"
_numbers = count(1)


class World:
    """An account, its owner, whoever is invited to it, and browsers in which they are signed in."""

    def __init__(self) -> None:
        self.number = next(_numbers)
        self.now = timezone.now()
        self.account = make.account(make.verified(make.person()), at=self.now)
        self.owner = make.owner(self.account)
        self.owner.set_password(PASSWORD)
        self.owner.save()
        self.friend = make.verified(make.person())
        self.invitation, self.secret = self.invite_friend()
        self.request = ask(self.owner, "rectify", at=self.now, channel="email")
        self.copy = ask_copy(self.owner, "json", at=self.now)
        self.owners, self.friends = signed_in(self.owner), signed_in(self.friend)

    def invite_friend(self) -> tuple[Invitation, str]:
        return invite(self.account, self.friend.email, ["support"], by=self.owner, at=self.now)

    def page(self, client: Client, path: str, **typed: str) -> None:
        browser = Client(raise_request_exception=False)
        browser.cookies = client.cookies
        status = browser.post(path, typed).status_code
        assert status < 500, f"{path} answered {status}"


def sign_in(world: World) -> None:
    world.page(Client(), "/sign-in/", login=world.owner.email, password=PASSWORD)


def mistype(world: World) -> None:
    world.page(Client(), "/sign-in/", login=world.owner.email, password="wrong")


def sign_up(world: World) -> None:
    address = f"newcomer{world.number}@customer.example"
    world.page(Client(), "/sign-up/", **typed(POLICY, email=address))


def accept_(world: World) -> None:
    world.page(world.friends, f"/invitations/{world.secret}/")


def invite_(world: World) -> None:
    world.page(
        world.owners,
        f"/account/{world.account.pk}/people/invite/",
        email=world.friend.email,
        scopes="billing",
    )


def withdraw(world: World) -> None:
    withdraw_invitation(world.invitation, by=world.owner, at=timezone.now())


def change_address(world: World) -> None:
    proposed = propose_email(world.owner, f"other{world.number}@customer.example")
    confirm_email(proposed, at=timezone.now())


def correct(world: World) -> None:
    shown = world.owners.get("/profile/")
    if shown.status_code == 200:  # else they are erased already
        version = version_of(shown.content.decode())
        told = {"name": "Another Name", "phone": "+49 30 1234567", "version": version}
        world.page(world.owners, "/profile/", **told)


def object_(world: World) -> None:
    world.page(world.owners, "/privacy-centre/object/")


def ask_a_copy(world: World) -> None:
    ask_copy(world.owner, "json", at=timezone.now())


def make_the_copy(world: World) -> None:
    make_copy(world.copy.pk, at=timezone.now())


def ask_to_erase(world: World) -> None:
    ask_erasure(world.owner, at=timezone.now())


def erase_(world: World) -> None:
    erase(world.owner, at=timezone.now())


def sweep(world: World) -> None:
    now = timezone.now()
    keep(on=now.date(), at=now)


def hold_(world: World) -> None:
    now = timezone.now()
    until = now.date() + timedelta(days=90)
    hold_all(world.owner, records=["*"], reason="A lawsuit", owner="legal", review_on=until, at=now)


def restrict_(world: World) -> None:
    restrict_all(world.owner, at=timezone.now())


def cancel_(world: World) -> None:
    cancel(world.account, at=timezone.now(), by=world.owner)


def answer_(world: World) -> None:
    answer(world.request, "It is corrected.", at=timezone.now())


def ask_again(world: World) -> None:
    ask(world.owner, "access", at=timezone.now(), channel="email")


def publish_(world: World) -> None:
    policy = make.policy(POLICY)
    version = policy.tables.policy.version
    text = policy.source.replace(f'"{version}"', f'"{version} {world.number}"')
    publish(parse(text.encode(), "next"), at=world.now)


Act = Callable[[World], None]
TAKERS: list[Act] = [erase_, sweep]
ACTS: list[Act] = [
    *TAKERS,
    ask_to_erase,
    sign_in,
    mistype,
    sign_up,
    accept_,
    invite_,
    withdraw,
    change_address,
    correct,
    object_,
    ask_a_copy,
    make_the_copy,
    hold_,
    restrict_,
    cancel_,
    answer_,
    ask_again,
    publish_,
]
# Besides itself and what erases, what else each may meet.
OTHERS: dict[Act, list[Act]] = {
    accept_: [invite_, withdraw, cancel_, hold_],
    change_address: [sign_in, restrict_],
    make_the_copy: [ask_a_copy],
    publish_: [sign_in],
    answer_: [restrict_],
    ask_to_erase: [sign_in, ask_again, restrict_, cancel_],
}
ROUNDS = int(os.environ.get("ROUNDS", "1"))  # more by hand


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__.strip("_"))
def test_with_itself_and_with_what_it_may_meet(act: Act) -> None:
    make.in_force(POLICY)
    chance = Random(act.__name__)
    for other in dict.fromkeys([act, *TAKERS, *OTHERS.get(act, [])]):
        for _ in range(ROUNDS):
            _meet(act, other, chance)


def _meet(one: Act, other: Act, chance: Random) -> None:
    world = World()
    if sweep in (one, other):
        long_ago = timezone.now() - timedelta(days=800)
        Account.objects.filter(pk=world.account.pk).update(cancelled_at=long_ago)
    later = chance.choice([one, other])
    by = chance.uniform(0, 0.02)

    def run(act: Act) -> Callable[[], None]:
        def acted() -> None:
            if act is later:
                sleep(by)
            try:
                act(world)
            except TrothError as refusal:
                assert "Please try again" not in str(refusal), refusal

        return acted

    at_once(run(one), run(other))
    _is_whole(world)


def _is_whole(world: World) -> None:
    owner, account = world.owner, world.account
    here = Person.objects.filter(pk=owner.pk).exists()
    for kind, subject in (("person", owner), ("account", account)):
        rows = type(subject)._default_manager.filter(pk=subject.pk).count()
        erased = Entry.objects.filter(event=f"{kind}.erased", subject=subject.pseudonym).count()
        assert rows + erased == 1, (kind, rows, erased)
    # What a row says of somebody stands in the journal as often as it happened.
    places = Membership.objects.filter(person=world.friend, account=account).count()
    taken = said("membership.accepted", account)
    assert places <= taken <= 1
    if Account.objects.filter(pk=account.pk).exists():
        assert places == taken
        waiting = Invitation.objects.filter(account=account, accepted_at=None, withdrawn_at=None)
        assert waiting.count() <= 1
    if here:
        holds = Hold.objects.filter(subject=owner.pk, lifted_at=None).count()
        assert holds == said("hold.placed", owner) <= 1
        asked = RightsRequest.objects.filter(person=owner, state=RightsRequest.State.OPEN)
        rights = list(asked.values_list("right", flat=True))
        assert len(rights) == len(set(rights))
        assert Copy.objects.filter(person=owner).count() <= 1
        attempts = Signin.objects.filter(person=owner)
        signed = Session.objects.filter(person=owner).count()
        assert signed == 1 + attempts.filter(succeeded=True).count()
    assert said("processing.restricted", owner) <= 1
    assert said("account.cancelled", account) <= 1
    assert said("request.answered", owner) <= 1
    assert Person.objects.filter(email=f"newcomer{world.number}@customer.example").count() <= 1
    editions = PublishedPolicy.objects.filter(version__endswith=f" {world.number}").count()
    assert editions <= 1


def said(event: str, subject: Account | Person) -> int:
    return Entry.objects.filter(event=event, subject=subject.pseudonym).count()
