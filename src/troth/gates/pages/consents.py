"""What a person has agreed to, each with its history, and how they change their mind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from troth.accounts.models import Person
from troth.gates.agree_to_share import (
    TERMS,
    Asked,
    agree_to_share,
    agreed_by_others,
    asked_of,
    withdraw_share,
)
from troth.gates.consent import give, last_word, means_yes, object_to_marketing, withdraw
from troth.gates.models import ConsentEvent
from troth.gates.new_use import decided
from troth.gates.recipient import plug_ins
from troth.gates.unsubscribe import token_for
from troth.policy.parse import Policy
from troth.policy.placeholders import say
from troth.policy.rights import at_once, right_to
from troth.portal.access import me, personal
from troth.publishing.models import PublishedPolicy
from troth.publishing.running import policy_on

_GIVEN = ConsentEvent.Kind.GIVEN
_DONE = {
    ConsentEvent.Kind.GIVEN: gettext_lazy("You agreed"),
    ConsentEvent.Kind.REFUSED: gettext_lazy("You declined"),
    ConsentEvent.Kind.WITHDRAWN: gettext_lazy("You withdrew it"),
    ConsentEvent.Kind.OBJECTED: gettext_lazy("You objected"),
}


@dataclass(frozen=True)
class Event:
    """One turn in a consent's history; `version` is that of the policy, if it is still known."""

    at: datetime
    kind: ConsentEvent.Kind
    done: str
    channel: str
    version: str
    wording: str


@dataclass(frozen=True)
class Shared:
    """A recipient that is told something where the person agrees to it.

    agreed: the last word on each agreement that holds. asked: what is still to be agreed to, where
    it can be told something at all. by_others: it knows an account of theirs, and it was not they
    who agreed.
    """

    recipient: str
    name: str
    agreed: list[Event]
    asked: Asked | None
    by_others: bool
    history: list[Event]


@dataclass(frozen=True)
class Choice:
    """A consent of the policy: its words, whether it holds, since when, and the ways out.

    here: it is changed by a button of the account area. link: else the person's own link that
    ends it, if the policy has such links.
    """

    name: str
    wording: str
    holds: bool
    since: datetime | None
    here: bool
    ways: str
    link: str
    history: list[Event]


def histories_of(person: Person, *, at: datetime) -> dict[str, list[Event]]:
    """The person's consent events by their rule, newest first."""
    versions = dict(PublishedPolicy.objects.values_list("digest", "version"))
    histories: dict[str, list[Event]] = {}
    for event in ConsentEvent.objects.filter(person=person, at__lte=at).order_by("-at", "-pk"):
        kind = ConsentEvent.Kind(event.kind)
        told = Event(
            at=event.at,
            kind=kind,
            done=str(_DONE[kind]),
            channel=say("ask", (event.channel,)),
            version=versions.get(event.policy, ""),
            wording=event.wording,
        )
        histories.setdefault(event.rule, []).append(told)
    return histories


def consents(person: Person, policy: Policy, histories: Mapping[str, list[Event]]) -> list[Choice]:
    """Every consent of the policy, as it stands for this person."""
    choices = []
    for name, consent in policy.tables.consent.items():
        history = histories.get(f"consent.{name}", [])
        choices.append(
            Choice(
                name=name,
                wording=consent.wording,
                holds=means_yes(consent, history[0].kind if history else None),
                since=history[0].at if history else None,
                here="portal" in consent.withdraw,
                ways=say("withdraw", consent.withdraw),
                link=token_for(person, name) if "link" in consent.withdraw else "",
                history=history,
            )
        )
    return choices


def shared(
    person: Person, policy: Policy, histories: Mapping[str, list[Event]], *, at: datetime
) -> list[Shared]:
    """Who is told something by the person's word: whoever has asked for it, or can."""
    histories = {rule: events for rule, events in histories.items() if rule.startswith("share.")}
    can = {each.recipient.name for each in plug_ins()}
    names = [*policy.tables.share, *(rule.split(".")[1] for rule in histories)]
    found = []
    for name in dict.fromkeys(names):
        said = [histories.get(each, []) for each in (f"share.{name}", f"share.{name}.{TERMS}")]
        # What else was agreed to there, such as that money is taken from an account.
        every = [
            told for rule, told in histories.items() if f"{rule}.".startswith(f"share.{name}.")
        ]
        asked = asked_of(person, name, at=at) if name in can else None
        by_others = agreed_by_others(person, name, at=at)
        if not (asked or by_others or any(said)):
            continue
        found.append(
            Shared(
                recipient=name,
                name=policy.tables.recipient(name),
                agreed=[each[0] for each in said if each and each[0].kind == _GIVEN],
                asked=asked,
                by_others=by_others,
                history=sorted(chain(*every), key=lambda event: event.at, reverse=True),
            )
        )
    return found


def earlier(policy: Policy, histories: Mapping[str, list[Event]]) -> list[Event]:
    """What was agreed to, or not, under consents that the policy no longer has."""
    gone = [
        event
        for rule, history in histories.items()
        if rule.startswith("consent.") and rule.count(".") == 1 and rule not in policy.rules
        for event in history
    ]
    return sorted(gone, key=lambda event: event.at, reverse=True)


def ended(histories: Mapping[str, list[Event]]) -> list[Event]:
    """The uses that ended by an objection, whose words are those of the purpose."""
    return [history[0] for rule, history in histories.items() if rule.startswith("purpose.")]


@require_safe
@personal
def show_consents(request: HttpRequest) -> HttpResponse:
    """Every consent, with its state, its history and the way to change it."""
    now = timezone.now()
    policy = policy_on(now)
    person = me(request)
    histories = histories_of(person, at=now)
    right = right_to("object", policy)
    choices = consents(person, policy, histories)
    context = {
        "person": person,
        "consents": choices,
        "any_holds": any(choice.holds for choice in choices),
        "shared": shared(person, policy, histories, at=now),
        "uses": decided(person, at=now).items(),
        "ended": ended(histories),
        "earlier": earlier(policy, histories),
        "may_object": at_once(right) and right is not None and "portal" in right.ask,
        "objecting": right and say("ask", right.ask),
    }
    return render(request, "gates/consents.html", context)


@require_POST
@personal
def change_consent(request: HttpRequest, name: str) -> HttpResponse:
    """Give or withdraw a consent."""
    now, person = timezone.now(), me(request)
    gives = request.POST.get("choice") == "give"
    if last_word(person, name, at=now) == (_GIVEN if gives else ConsentEvent.Kind.WITHDRAWN):
        told = (
            _("You had agreed to this already.") if gives else _("You had withdrawn this already.")
        )
        messages.info(request, told)
        return redirect("consents")
    act = give if gives else withdraw
    act(person, name, at=now)
    messages.success(request, _("Your choice has been saved and applies from now on."))
    return redirect("consents")


@require_POST
@personal
def change_share(request: HttpRequest, name: str) -> HttpResponse:
    """Agree that a recipient is told something, or take that back."""
    now = timezone.now()
    if request.POST.get("choice") == "give":
        agree_to_share(me(request), name, *request.POST.getlist("agree"), at=now)
        messages.success(request, _("Your choice has been saved and applies from now on."))
    else:
        withdraw_share(me(request), name, at=now)
        told = _("Nothing more is passed on. Those who received data are asked to erase it.")
        messages.success(request, told)
    return redirect("consents")


@require_POST
@personal
def object_(request: HttpRequest) -> HttpResponse:
    """End every consent to marketing at once."""
    now, person = timezone.now(), me(request)
    said = {last_word(person, name, at=now) for name in policy_on(now).tables.consent}
    if said == {ConsentEvent.Kind.OBJECTED}:
        messages.info(request, _("You had objected already. No marketing reaches you."))
        return redirect("consents")
    object_to_marketing(person, at=now)
    messages.success(
        request, _("Your objection has been recorded. You will get no more marketing from us.")
    )
    return redirect("consents")
