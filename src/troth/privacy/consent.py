"""Consent: given, withdrawn, objected to. Each is an event with the words that were shown.

The latest event decides. Without any, the policy's `starts` does: `asked` means no, `subscribed`
means yes.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.journal.append import append
from troth.policy.language import Consent
from troth.policy.parse import Policy
from troth.policy.placeholders import say
from troth.privacy.models import ConsentEvent
from troth.privacy.running import policy_on


@enforces("consent.*")
def give(person: Person, consent: str, *, at: datetime, channel: str = "portal") -> ConsentEvent:
    """Record that a person agrees to a consent of the policy, such as `marketing`."""
    return _record(person, consent, ConsentEvent.Kind.GIVEN, at=at, channel=channel)


def refuse(person: Person, consent: str, *, at: datetime, channel: str = "portal") -> ConsentEvent:
    """Record that a person was asked and did not agree."""
    return _record(person, consent, ConsentEvent.Kind.REFUSED, at=at, channel=channel)


@enforces("consent.*", "right.withdraw")
def withdraw(
    person: Person, consent: str, *, at: datetime, channel: str = "portal"
) -> ConsentEvent:
    """Record that a person withdraws a consent (GDPR Art. 7(3)).

    Raises TrothError for a channel through which the policy does not offer it.
    """
    rule = _rule(policy_on(at.date()), consent)
    if channel not in rule.withdraw:
        raise TrothError(
            _("This consent is withdrawn %(ways)s.") % {"ways": say("withdraw", rule.withdraw)}
        )
    return _record(person, consent, ConsentEvent.Kind.WITHDRAWN, at=at, channel=channel)


@enforces("right.object")
def object_to_marketing(
    person: Person, *, at: datetime, channel: str = "portal"
) -> list[ConsentEvent]:
    """Record an objection to direct marketing: it ends every consent at once (Art. 21(2), (3))."""
    consents = policy_on(at.date()).tables.consent
    with transaction.atomic():
        return [
            _record(person, name, ConsentEvent.Kind.OBJECTED, at=at, channel=channel)
            for name in consents
        ]


def agrees(person: Person, consent: str, *, at: datetime) -> bool:
    """Whether the person may be addressed under a consent at a moment.

    Never while the person's processing is restricted.
    """
    if Person.objects.filter(pk=person.pk, restricted_at__lte=at).exists():
        return False
    return holds(person, consent, at=at)


def holds(person: Person, consent: str, *, at: datetime) -> bool:
    """Whether the person's last word on a consent is yes, or the policy's where there is none."""
    rule = _rule(policy_on(at.date()), consent)
    latest = _latest(person, consent, at=at)
    return means_yes(rule, latest.kind if latest else None)


def means_yes(rule: Consent, latest: str | None) -> bool:
    """Whether a consent holds after its latest event's kind; None where there was no event."""
    return rule.starts == "subscribed" if latest is None else latest == ConsentEvent.Kind.GIVEN


def _latest(person: Person, consent: str, *, at: datetime | None = None) -> ConsentEvent | None:
    events = ConsentEvent.objects.filter(person=person, rule=f"consent.{consent}")
    if at is not None:
        events = events.filter(at__lte=at)
    return events.order_by("-at", "-pk").first()


def _rule(policy: Policy, consent: str) -> Consent:
    rule = policy.tables.consent.get(consent)
    if rule is None:
        raise TrothError(_("The policy has no consent of that name."))
    return rule


@transaction.atomic
def _record(
    person: Person, consent: str, kind: ConsentEvent.Kind, *, at: datetime, channel: str
) -> ConsentEvent:
    policy = policy_on(at.date())
    rule = _rule(policy, consent)
    # The lock makes of two clicks one event: who says the same again adds nothing to it.
    if not Person.objects.select_for_update().filter(pk=person.pk).exists():
        raise TrothError(_("This person has been erased; there is nothing left to ask about."))
    # Of two clicks, the one that came a moment later may be the first here: no `at`.
    latest = _latest(person, consent)
    if latest and (latest.kind, latest.policy) == (kind, policy.digest):
        return latest
    append(
        f"consent.{kind.value}",
        at=at,
        rule=f"consent.{consent}",
        policy=policy.digest,
        subject=person.pseudonym,
    )
    return ConsentEvent.objects.create(
        person=person,
        rule=f"consent.{consent}",
        kind=kind,
        at=at,
        channel=channel,
        wording=rule.wording,
        policy=policy.digest,
    )
