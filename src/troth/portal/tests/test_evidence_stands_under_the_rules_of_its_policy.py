"""Whatever is done under a policy, the journal names rules that this policy has, and the page
shows it under each of them. So it is under policies that call their rules otherwise, too."""

import io
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from troth.accounts.confirm_details import confirm_details
from troth.accounts.correct_account import correct_account
from troth.accounts.correct_person import correct_person
from troth.accounts.email import confirm_email, propose_email
from troth.accounts.mark_reseller import mark_reseller
from troth.accounts.models import Account, Membership, Person
from troth.accounts.reactivate import cancel, reactivate
from troth.accounts.restrict import lift_all, restrict_all
from troth.accounts.tell_preferences import tell_preferences
from troth.copies.ask_copy import ask_copy
from troth.copies.copy import fetch_copy, make_copy, secret_of
from troth.copies.export import export
from troth.core.errors import TrothError
from troth.erasure.ask_erasure import ask_erasure
from troth.erasure.carry_out_erasure import carry_out_erasure
from troth.erasure.erase import erase
from troth.erasure.events import PERSON_ERASED
from troth.erasure.forget import forgotten, installed, tell_recipients
from troth.erasure.hold import hold, release, review
from troth.erasure.keep import keep
from troth.erasure.models import ForgetRequest
from troth.erasure.restore import restore_erasures
from troth.erasure.under_age import erase_under_age
from troth.gates.acknowledge import acknowledge
from troth.gates.allow_site import allow_site, withdraw_site
from troth.gates.consent import give, object_to_marketing, refuse, withdraw
from troth.gates.limit_reading import limit_reading
from troth.gates.read import read
from troth.gates.sites import add_site, remove_site
from troth.journal.models import Entry
from troth.messaging.announce import announce
from troth.messaging.deliver import deliver_waiting
from troth.messaging.send import send
from troth.people.accept import accept
from troth.people.appoint import appoint, dismiss
from troth.people.change_scopes import change_scopes
from troth.people.hand_over import hand_over
from troth.people.invite import invite
from troth.people.sign_up import sign_up
from troth.people.withdraw_access import withdraw_access
from troth.people.withdraw_invitation import withdraw_invitation
from troth.policy.parse import Policy, parse
from troth.policy.shipped import shipped
from troth.portal.evidence import evidence
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.publishing.running import policy_on
from troth.requests import answer as answering
from troth.requests import refuse as refusing
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.requests.take_back import take_back
from troth.requests.verify import verify
from troth.support.inquiries.close import close
from troth.support.inquiries.erase import erase as erase_inquiry
from troth.support.inquiries.take_in import take_in
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

AT = make.NOW
DAY = timedelta(days=1)


def renamed(source: str) -> str:
    """The same policy, in which rights, keepings and forms have names of its own."""

    def named(table: re.Match[str]) -> str:
        kind, name, body = table.groups()
        says = {"right": f'"{name}"', "keep": f'["{name}"]', "collect": f'"{name}"'}[kind]
        key = {"right": "right", "keep": "records", "collect": "form"}[kind]
        if "reactivation" in body:  # only [keep.account] can have one
            return table[0]
        said = "" if re.search(rf"^{key} = ", body, re.M) else f"{key} = {says}\n"
        return f"[{kind}.own-{name}]\n{said}{body}"

    source = re.sub(
        r"^\[(right|keep|collect)\.([a-z-]+)\]\n((?:[a-z_]+ = .*\n)*)", named, source, flags=re.M
    )
    for kind, name in re.findall(r"^\[([a-z]+)\.own-([a-z-]+)\]", source, re.M):
        source = source.replace(f"{{{{ {kind}.{name}.", f"{{{{ {kind}.own-{name}.")
    return source


def tried(*verbs: Callable[[], object]) -> None:
    """Do what the policy lets one do."""
    for verb in verbs:
        with suppress(TrothError):
            verb()


def customer(policy: Policy) -> Account:
    """Somebody who has signed up and says what the policy asks for."""
    details = {"email": f"new{Person.objects.count()}@customer.example", "name": "A Person"}
    who = sign_up(details, None, at=AT, refused=policy.tables.consent, accepted=True)
    confirm_email(EmailAddress.objects.get(user=who), at=AT)
    return Account.objects.get(memberships__person=who)


def of_consents(who: Person, policy: Policy) -> None:
    for name in policy.tables.consent:
        tried(partial(give, who, name, at=AT), partial(refuse, who, name, at=AT + DAY))
        tried(partial(give, who, name, at=AT + DAY), partial(withdraw, who, name, at=AT + DAY))
        give(who, name, at=AT + 2 * DAY)
    for name in policy.tables.message:
        tried(partial(send, who, rule=f"message.{name}", subject="s", body="b", at=AT + 2 * DAY))
    object_to_marketing(who, at=AT + 2 * DAY)
    deliver_waiting(at=AT + 2 * DAY)


def of_details(account: Account, who: Person) -> None:
    correct_account(account, {"city": "Pune"}, by=who, at=AT)
    correct_person(who, {"name": "Another Name"}, at=AT)
    confirm_details(account, at=AT + 2 * DAY)
    confirm_details(who, at=AT + 2 * DAY)
    confirm_email(propose_email(who, "other" + who.email), at=AT)
    tell_preferences(who, {"interest": "backups"}, at=AT)
    limit_reading(who, ["usage"], at=AT)
    for each in (True, False):
        mark_reseller(account, each, at=AT, by=who)
    restrict_all(who, at=AT)
    lift_all(who, at=AT)
    cancel(account, at=AT)
    tried(partial(reactivate, account, at=AT))
    Account.objects.filter(pk=account.pk).update(cancelled_at=None)


def of_people(account: Account, who: Person) -> None:
    invitation, _secret = invite(account, "gone@visitor.example", ["support"], by=who, at=AT)
    withdraw_invitation(invitation, by=who, at=AT)
    for last in (False, True):
        friend = make.verified(make.person())
        accept(invite(account, friend.email, ["support"], by=who, at=AT)[0], friend, at=AT)
        mine = Membership.objects.get(account=account, person=friend)
        change_scopes(mine, ["billing"], by=who, at=AT)
        if last:
            hand_over(mine, by=who, at=AT)
            hand_over(Membership.objects.get(account=account, person=who), by=friend, at=AT)
        withdraw_access(Membership.objects.get(pk=mine.pk), by=friend if last else who, at=AT)


def of_staff(account: Account, policy: Policy) -> None:
    staff = make.staff()
    acknowledge(staff, policy, at=AT)
    read(staff, account, ["identity"], at=AT, reason="ticket 3")
    for role in (*policy.tables.staff.roles, "privacy"):
        dismiss(appoint(f"{role}@provider.example", role, at=AT), at=AT)
    if "single-sign-on" in policy.features:
        site, _secret = add_site("Forum", "https://forum.example/", ["email"], at=AT)
        who = make.owner(account)
        allow_site(who, site.id, asked=["email"], allowed=["email"], at=AT)
        withdraw_site(who, site.id, at=AT)
        remove_site(site, at=AT)
    until = AT.date() + 9 * DAY
    placed = hold(account, records=["*"], reason="r", owner="o", review_on=until, at=AT)
    review(placed, until + DAY, at=AT)
    release(placed, at=AT)


def of_inquiries() -> None:
    for form in ("inquiry", "support", "call-back"):
        for email in ("one@visitor.example", "two@visitor.example"):
            with suppress(TrothError):
                inquiry = take_in(form, {"email": email, "message": "Hello"}, at=AT)
                answer = "Hello" if email.startswith("one") else ""
                close(inquiry, at=AT, answer=answer, why="settled")
                erase_inquiry(inquiry, at=AT)


def of_requests(who: Person, policy: Policy) -> None:
    """Each right is asked for in every way that ends a request."""
    ends: tuple[Callable[[RightsRequest], object], ...] = (
        lambda asked: answering.answer(asked, "Done", at=AT),
        lambda asked: refusing.refuse(asked, "No", at=AT),
        lambda asked: take_back(asked, at=AT),
    )
    for rule, word, right in policy.tables.rights():
        for end in ends:
            with suppress(TrothError):
                asked = ask(who, word, at=AT, channel=right.ask[0], rule=rule)
                tried(*(partial(verify, asked, proof, at=AT) for proof in right.proof))
                end(RightsRequest.objects.get(pk=asked.pk))


def of_copies(who: Person) -> None:
    for format in ("json", "csv"):
        tried(partial(export, who, io.BytesIO(), format=format, at=AT))
        copy = make_copy(ask_copy(who, format, at=AT).pk, at=AT)
        if copy:
            fetch_copy(who, secret_of(copy), at=AT).close()


def of_erasure(policy: Policy) -> None:
    installed.cache_clear()
    asked = make.owner(make.full_account())
    tried(partial(ask_erasure, asked, at=AT))
    Account.objects.filter(pk=make.account().pk).update(erasure_asked_at=AT)
    for name in policy.tables.share:
        make.disclosure(make.account(make.person()), recipient=name)
    for account in Account.objects.exclude(memberships__person=asked).exclude(disclosures=None):
        erase(make.owner(account), at=AT)
    tried(partial(erase_under_age, make.owner(make.account()), at=AT))
    kept = make.full_account()
    hold(kept, records=["invoice"], reason="r", owner="o", review_on=date(2040, 1, 1), at=AT)
    erase(make.owner(kept), at=AT)
    for rule, word, right in policy.tables.rights():
        if word == "erase":
            with suppress(TrothError):
                request = ask(
                    make.owner(make.account()), word, at=AT, channel=right.ask[0], rule=rule
                )
                tried(*(partial(verify, request, proof, at=AT) for proof in right.proof))
                carry_out_erasure(RightsRequest.objects.get(pk=request.pk), "Gone: {link}", at=AT)
    tell_recipients(at=AT)
    for waiting in ForgetRequest.objects.filter(state=ForgetRequest.State.BY_HAND):
        forgotten([waiting.pk], at=AT)
    back = make.owner(make.full_account())
    Entry.objects.create(
        event=PERSON_ERASED,
        at=AT,
        policy=policy.digest,
        subject=back.pseudonym,
        seq=10**6,
        leaf=b"",
    )
    restore_erasures(10**6, at=AT)
    make.full_account(at=AT - 4000 * DAY)
    if policy.tables.kept_by("inquiry"):
        make.inquiry(at=AT - 4000 * DAY)
    keep(on=AT.date(), at=AT)


def do_everything(policy: Policy) -> None:
    account = customer(policy)
    who = make.owner(account)
    of_consents(who, policy)
    of_details(account, who)
    of_people(account, who)
    of_staff(account, policy)
    of_inquiries()
    of_requests(who, policy)
    of_copies(who)
    of_erasure(policy)


def run(policy: Policy) -> None:
    published = publish(policy, at=make.LONG_AGO)
    PublishedPolicy.objects.filter(pk=published.pk).update(in_force_from=date(2000, 1, 1))


@pytest.mark.parametrize("names", ["as shipped", "of its own"])
@pytest.mark.parametrize("name", shipped())
def test_whatever_is_done(name: str, names: str) -> None:
    source = make.policy(name).source
    source = renamed(source) if names == "of its own" else source
    policy = parse(source.encode())
    run(policy)
    do_everything(policy)
    newer = parse(source.encode() + b"\nThank you.\n")
    publish(newer, at=AT)
    announce(at=AT)
    known = {each.digest: each for each in (policy, newer)}
    noted = set(Entry.objects.values_list("event", "rule", "policy"))
    assert len({event for event, _rule, _policy in noted}) > 45
    assert {digest for _event, _rule, digest in noted} <= known.keys()
    wrong = {
        (event, rule) for event, rule, digest in noted if rule not in ("", *known[digest].rules)
    }
    assert not wrong

    # What a policy of every day asks for was not missed under another name.
    by_event = {event: rule for event, rule, _policy in noted}
    for event, kind in (
        ("account.opened", "collect"),
        ("account.corrected", "right"),
        ("person.exported", "right"),
        ("data.read", "staff"),
        ("consent.given", "consent"),
    ):
        assert by_event[event].partition(".")[0] == kind, event
    swept = {rule.partition(".")[0] for event, rule, _policy in noted if event == "keep.removed"}
    assert swept == {"right", "keep"}

    running = policy_on(AT.date())
    shown = evidence(running)
    tells = {
        rule
        for event, rule, counts in Entry.objects.values_list("event", "rule", "counts")
        if rule and (counts or not event.endswith(".erased"))
    }
    assert tells <= shown.keys()
    page = Client().get("/privacy/").content.decode()
    for rule in tells:
        block = page.partition(f'id="{rule}"')[2].partition("</details>")[0]
        assert "Last done" in block, rule
