"""Consent: given, withdrawn, objected to. Each is an event with the words that were shown.

The latest event decides. Without any, the policy's `starts` does: `asked` means no, `subscribed`
means yes.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.events import (
    CONSENT_GIVEN,
    CONSENT_OBJECTED,
    CONSENT_REFUSED,
    CONSENT_WITHDRAWN,
)
from troth.gates.models import ConsentEvent
from troth.policy.language import Consent, Purpose
from troth.policy.parse import Policy
from troth.policy.placeholders import say
from troth.publishing.evidence import note
from troth.publishing.running import policy_on

EVENTS = {
    ConsentEvent.Kind.GIVEN: CONSENT_GIVEN,
    ConsentEvent.Kind.REFUSED: CONSENT_REFUSED,
    ConsentEvent.Kind.WITHDRAWN: CONSENT_WITHDRAWN,
    ConsentEvent.Kind.OBJECTED: CONSENT_OBJECTED,
}


def give(person: Person, *consents: str, at: datetime, channel: str = "portal") -> None:
    """Record that a person agrees to consents of the policy, such as `marketing`."""
    _record(person, consents, ConsentEvent.Kind.GIVEN, at=at, channel=channel)


def refuse(person: Person, *consents: str, at: datetime, channel: str = "portal") -> None:
    """Record that a person was asked and did not agree."""
    _record(person, consents, ConsentEvent.Kind.REFUSED, at=at, channel=channel)


def withdraw(
    person: Person, consent: str, *, at: datetime, channel: str = "portal", asked: bool = False
) -> None:
    """Record that a person withdraws a consent (GDPR Art. 7(3)).

    asked: staff carry out a request, which holds whatever way it came. Raises TrothError for a
    channel through which the policy does not offer it.
    """
    rule = _rule(policy_on(at), consent)
    # A link that was mailed holds, whatever is offered now.
    if not asked and channel != "link" and channel not in rule.withdraw:
        raise TrothError(
            _("You can withdraw this consent %(ways)s.") % {"ways": say("withdraw", rule.withdraw)}
        )
    _record(person, [consent], ConsentEvent.Kind.WITHDRAWN, at=at, channel=channel)


def object_to_marketing(person: Person, *, at: datetime, channel: str = "portal") -> None:
    """Record an objection to direct marketing: it ends every consent at once (Art. 21(2), (3))."""
    consents = policy_on(at).tables.consent
    _record(person, consents, ConsentEvent.Kind.OBJECTED, at=at, channel=channel)


def of_interest(policy: Policy) -> dict[str, Purpose]:
    """The purposes that rest on the provider's interest, to which people may object."""
    purposes = policy.tables.purpose.items()
    return {name: rule for name, rule in purposes if rule.basis == "legitimate-interest"}


def stop_using(
    person: Person, purposes: Iterable[str], *, at: datetime, channel: str = "portal"
) -> None:
    """Record that purposes of the provider's interest end for a person (GDPR Art. 21(1))."""
    uses = of_interest(policy_on(at))
    words = {f"purpose.{name}": uses[name].description for name in purposes}
    record_words(person, words, ConsentEvent.Kind.OBJECTED, at=at, channel=channel)


def may_use(person: Person, purposes: Collection[str], *, at: datetime) -> bool:
    """Whether one of these purposes has not ended for the person by an objection; none: any."""
    rules = {f"purpose.{purpose}" for purpose in purposes}
    ended = ConsentEvent.objects.filter(person=person, rule__in=rules, at__lte=at)
    return not rules or ended.values("rule").distinct().count() < len(rules)


def agrees(person: Person, consent: str, *, at: datetime) -> bool:
    """Whether the person may be addressed under a consent at a moment.

    Never while the person's processing is restricted.
    """
    if Person.objects.filter(pk=person.pk, restricted_at__lte=at).exists():
        return False
    return holds(person, consent, at=at)


def holds(person: Person, consent: str, *, at: datetime) -> bool:
    """Whether the person's last word on a consent is yes, or the policy's where there is none."""
    rule = _rule(policy_on(at), consent)
    return means_yes(rule, last_word(person, consent, at=at) or None)


def last_word(person: Person, consent: str, *, at: datetime) -> str:
    """The kind of a person's last word on a consent; blank where there is none.

    Raises TrothError for a consent that the policy does not have.
    """
    _rule(policy_on(at), consent)
    latest = _events(person, [f"consent.{consent}"]).filter(at__lte=at).first()
    return latest.kind if latest else ""


def means_yes(rule: Consent, latest: str | None) -> bool:
    """Whether a consent holds after its latest event's kind; None where there was no event."""
    return rule.starts == "subscribed" if latest is None else latest == ConsentEvent.Kind.GIVEN


def _events(person: Person, rules: Collection[str]) -> QuerySet[ConsentEvent]:
    """What a person has said on consents and purposes, the latest on each first."""
    events = ConsentEvent.objects.filter(person=person, rule__in=rules)
    return events.order_by("rule", "-at", "-pk")


def _rule(policy: Policy, consent: str) -> Consent:
    rule = policy.tables.consent.get(consent)
    if rule is None:
        raise TrothError(_("The policy has no consent of that name."))
    return rule


def _record(
    person: Person,
    consents: Iterable[str],
    kind: ConsentEvent.Kind,
    *,
    at: datetime,
    channel: str,
) -> None:
    policy = policy_on(at)
    words = {f"consent.{consent}": _rule(policy, consent).wording for consent in consents}
    record_words(person, words, kind, at=at, channel=channel)


@act
def record_words(
    person: Person,
    words: dict[str, str],
    kind: ConsentEvent.Kind,
    *,
    at: datetime,
    channel: str,
    anew: bool = False,
) -> None:
    """Record what a person says under rules, each with the words that they saw.

    anew: it is about something else each time, such as another bank account, so that the same words
    once more are an event of their own.
    """
    policy = policy_on(at)
    if not words:
        return
    # Of two clicks one event: who says the same again adds nothing to it.
    lock_or_refuse(person)
    # Of two clicks, the one that came a moment later may be the first here: no `at`.
    for latest in () if anew else _events(person, words).distinct("rule"):
        if (latest.kind, latest.policy) == (kind, policy.digest):
            del words[latest.rule]
    for said in words:
        # A recipient's own terms are no rule of ours: they stand under that of the recipient.
        kind_of_rule, name, *terms = said.split(".")
        note(
            EVENTS[kind],
            at=at,
            rule=f"{kind_of_rule}.{name}",
            subject=person.pseudonym,
            counts={"channel": channel} | ({"terms": True} if terms else {}),
            policy=policy,
        )
    ConsentEvent.objects.bulk_create(
        ConsentEvent(
            person=person,
            rule=rule,
            kind=kind,
            at=at,
            channel=channel,
            wording=wording,
            policy=policy.digest,
        )
        for rule, wording in words.items()
    )
