"""What a person has agreed to, each with its history, and how they change their mind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from troth.accounts.models import Person
from troth.gates.consent import give, means_yes, object_to_marketing, withdraw
from troth.gates.models import ConsentEvent
from troth.gates.new_use import decided
from troth.gates.unsubscribe import token_for
from troth.policy.parse import Policy
from troth.policy.placeholders import say
from troth.policy.rights import at_once, right_to
from troth.portal.access import me, personal
from troth.publishing.models import PublishedPolicy
from troth.publishing.running import policy_on

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
    context = {
        "person": person,
        "consents": consents(person, policy, histories),
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
    act = give if request.POST.get("choice") == "give" else withdraw
    act(me(request), name, at=timezone.now())
    messages.success(request, _("Your choice is noted and holds from now on."))
    return redirect("consents")


@require_POST
@personal
def object_(request: HttpRequest) -> HttpResponse:
    """End every consent to marketing at once."""
    object_to_marketing(me(request), at=timezone.now())
    messages.success(request, _("Your objection is noted. No marketing reaches you from now on."))
    return redirect("consents")
