"""Agree that a recipient is told something, and to its own terms; and take that back.

A page that needs it includes `gates/agree_to_share.html` in its form, with what `asked_of` says,
and hands the boxes that were ticked to `agree_to_share`. Each is a consent event of its own:
`share.X` where the policy's rule wants a consent or an instruction, `share.X.agreed` where it has
the customer agree to the recipient's terms.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.gates.consent import record_words
from troth.gates.models import ConsentEvent
from troth.policy.countries import ANY
from troth.policy.language import Share
from troth.policy.parse import Policy
from troth.policy.placeholders import join, say
from troth.policy.vocabulary import CATEGORIES
from troth.publishing.running import policy_on

TERMS = "agreed"  # after the rule's name, what stands for the recipient's own terms


@dataclass(frozen=True)
class Asked:
    """What a form asks before a recipient is told something.

    boxes: each agreement with its words; none is ticked beforehand (GDPR recital 32). terms: where
    the recipient's own policy is read; blank where the rule does not say.
    """

    name: str
    boxes: list[tuple[str, str]]
    terms: str


def agreements(name: str, rule: Share) -> list[str]:
    """What has to be agreed to before a recipient is told something; mostly nothing."""
    asked = [f"share.{name}"] if rule.when in ("consent", "instruction") else []
    return [*asked, _terms(name)] if rule.agreed else asked


def lacking(person: Person | None, name: str, rule: Share, *, at: datetime) -> list[str]:
    """Which agreements a person has yet to give before a recipient is told anything about them."""
    wanted = agreements(name, rule)
    return [each for each in wanted if person is None or not says_yes(person, each, at=at)]


def asked_of(person: Person, recipient: str, *, at: datetime) -> Asked | None:
    """What a person has still to agree to before a recipient is told something; None: nothing."""
    policy = policy_on(at)
    rule = policy.tables.share.get(recipient)
    if rule is None or not lacking(person, recipient, rule, at=at):
        return None
    boxes = [(each, wording(each, policy)) for each in agreements(recipient, rule)]
    return Asked(rule.name, boxes, rule.terms or "")


def agree_to_share(
    person: Person, recipient: str, *agreed: str, at: datetime, channel: str = "portal"
) -> None:
    """Record that a person agrees that a recipient is told something, in the words of `wording`.

    agreed: what they ticked, of `agreements`. Raises TrothError unless that is all of it: half an
    agreement lets nothing go.
    """
    policy = policy_on(at)
    rule = policy.tables.share.get(recipient)
    wanted = agreements(recipient, rule) if rule else []
    if not wanted:
        raise TrothError(_("The policy asks for no agreement to this."))
    if {*agreed} != {*wanted}:
        raise TrothError(_("Nothing is passed on before you tick each box."))
    words = {each: wording(each, policy) for each in wanted}
    record_words(person, words, ConsentEvent.Kind.GIVEN, at=at, channel=channel)


def withdraw_share(
    person: Person, recipient: str, *, at: datetime, channel: str = "portal"
) -> None:
    """Record that a person takes back all that they agreed to of a recipient (GDPR Art. 7(3)).

    From then on it is told nothing more, and soon afterwards it is asked to forget: see
    `erasure/ask_to_forget.py`. What was agreed to under an earlier policy ends as well.
    """
    said = [last_word(person, each, at=at) for each in (f"share.{recipient}", _terms(recipient))]
    words = {
        each.rule: each.wording
        for each in said
        if each is not None and each.kind == ConsentEvent.Kind.GIVEN
    }
    record_words(person, words, ConsentEvent.Kind.WITHDRAWN, at=at, channel=channel)


def says_yes(person: Person, agreement: str, *, at: datetime) -> bool:
    """Whether the person's last word on an agreement of these is yes."""
    latest = last_word(person, agreement, at=at)
    return latest is not None and latest.kind == ConsentEvent.Kind.GIVEN


def last_word(person: Person, agreement: str, *, at: datetime) -> ConsentEvent | None:
    """What the person said last on an agreement of these."""
    said = ConsentEvent.objects.filter(person=person, rule=agreement, at__lte=at)
    return said.order_by("-at", "-pk").first()


def _terms(recipient: str) -> str:
    return f"share.{recipient}.{TERMS}"


def wording(agreement: str, policy: Policy) -> str:
    """What an agreement says, in the reader's language: who is told what, what for, and where.

    Blank where the policy has no such recipient.
    """
    _share, recipient, *terms = agreement.split(".")
    rule = policy.tables.share.get(recipient)
    if rule is None:
        return ""
    if terms:
        return _("I agree to the terms and the privacy policy of %(name)s itself.") % {
            "name": rule.name
        }
    said = _("%(name)s (%(function)s) may receive these data about me: %(what)s.") % {
        "name": rule.name,
        "function": rule.function,
        "what": join(CATEGORIES[each].meaning for each in rule.receives if each not in rule.never),
    }
    return " ".join([said, *_purposes(rule, policy), *_place(rule)])


def _purposes(rule: Share, policy: Policy) -> list[str]:
    purposes = [policy.tables.purpose[each].description for each in rule.purposes]
    return [_("They serve this: %(purposes)s.") % {"purposes": join(purposes)}] if purposes else []


def _place(rule: Share) -> list[str]:
    if rule.country == (ANY,):
        return []
    return [_("They go to this country: %(country)s.") % {"country": say("country", rule.country)}]
