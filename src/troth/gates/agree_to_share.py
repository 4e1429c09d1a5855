"""Agree that a recipient is told something, and to its own terms; and take that back.

Who acts for an account agrees for what they do there. Its owner, who answers for it, takes that
back for the account, whoever agreed; anybody else takes back what they agreed to themselves.

A page that needs it includes `gates/agree_to_share.html` in its form, with what `asked_of` says,
and hands the boxes that were ticked to `agree_to_share`. Each is a consent event of its own:
`share.X` where the policy's rule wants a consent or an instruction, `share.X.agreed` where it has
the customer agree to the recipient's terms. An agreement is to what the rule said on that day: once
the rule lets more go, it is asked for again (`still_covers.py`).
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.accounts.owned import owned_accounts, owner_of
from troth.core.errors import TrothError
from troth.gates.consent import record_words
from troth.gates.models import ConsentEvent, Disclosure
from troth.gates.still_covers import same_terms, still_covers
from troth.policy.countries import ANY
from troth.policy.language import Share
from troth.policy.parse import Policy
from troth.policy.placeholders import join, say
from troth.policy.vocabulary import CATEGORIES
from troth.publishing.running import policy_by, policy_on

TERMS = "agreed"  # after the rule's name, what stands for the recipient's own terms


@dataclass(frozen=True)
class Asked:
    """What a form asks before a recipient is told something.

    boxes: each agreement with its words; none is ticked beforehand (GDPR recital 32). terms: where
    the recipient's own policy is read; blank where the rule does not say. again: they have agreed
    before, to less than the rule says now.
    """

    name: str
    boxes: list[tuple[str, str]]
    terms: str
    again: bool


def agreements(name: str, rule: Share) -> list[str]:
    """What has to be agreed to before a recipient is told something; mostly nothing."""
    asked = [f"share.{name}"] if rule.when in ("consent", "instruction") else []
    return [*asked, _terms(name)] if rule.agreed else asked


def lacking(person: Person | None, name: str, rule: Share, *, at: datetime) -> list[str]:
    """Which agreements a person has yet to give before a recipient is told anything about them.

    One that was given for less than the rule lets go now is to be given anew.
    """
    wanted = agreements(name, rule)
    return [each for each in wanted if person is None or not _counts(person, each, at=at)]


def ended_by_owner(account: Account, name: str, rule: Share, *, at: datetime) -> bool:
    """Whether the owner of an account has taken back what the rule wants agreed to, and it counts
    for whoever acts for the account."""
    wanted = agreements(name, rule)
    owner = owner_of(account) if wanted else None
    said = [last_word(owner, each, at=at) for each in wanted] if owner else []
    return any(word and word.kind == ConsentEvent.Kind.WITHDRAWN for word in said)


def agreed_by_others(person: Person, recipient: str, *, at: datetime) -> bool:
    """Whether a recipient that takes an agreement knows an account that the person owns, and has
    not been told to forget it, without a word of theirs: as somebody agreed whom they trust with
    the account, or by an earlier policy."""
    rule = policy_on(at).tables.share.get(recipient)
    wanted = agreements(recipient, rule) if rule else []
    if not wanted or any(last_word(person, each, at=at) for each in wanted):
        return False
    told = Disclosure.objects.filter(subject__in=owned_accounts(person), recipient=recipient)
    named = told.filter(rule=f"share.{recipient}", asked_to_forget_at=None, at__lte=at)
    return named.exclude(reference="").exists()


def asked_of(person: Person, recipient: str, *, at: datetime) -> Asked | None:
    """What a person has still to agree to before a recipient is told something; None: nothing."""
    policy = policy_on(at)
    rule = policy.tables.share.get(recipient)
    lacks = lacking(person, recipient, rule, at=at) if rule else []
    if rule is None or not lacks:
        return None
    boxes = [(each, wording(each, policy)) for each in agreements(recipient, rule)]
    again = all(_says_yes(last_word(person, each, at=at)) for each in lacks)
    return Asked(rule.name, boxes, rule.terms or "", again)


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
        raise TrothError(_("Nothing is passed on until you tick each box."))
    words = {each: wording(each, policy) for each in wanted}
    record_words(person, words, ConsentEvent.Kind.GIVEN, at=at, channel=channel)


def withdraw_share(
    person: Person, recipient: str, *, at: datetime, channel: str = "portal"
) -> None:
    """Record that a person takes back all that they agreed to of a recipient (GDPR Art. 7(3)), and
    all that others agreed to for the accounts that they own.

    From then on it is told nothing more, and soon afterwards it is asked to forget: see
    `erasure/ask_to_forget.py`. What was agreed to under an earlier policy ends as well.
    """
    policy = policy_on(at)
    words = {}
    if agreed_by_others(person, recipient, at=at):
        wanted = agreements(recipient, policy.tables.share[recipient])
        words = {each: wording(each, policy) for each in wanted}
    for each in (f"share.{recipient}", _terms(recipient)):
        said = last_word(person, each, at=at)
        if said is not None and _says_yes(said):
            words[each] = said.wording
    record_words(person, words, ConsentEvent.Kind.WITHDRAWN, at=at, channel=channel)


def _counts(person: Person, agreement: str, *, at: datetime) -> bool:
    """Whether the person's last word on an agreement is yes, to all that the rule says now."""
    latest = last_word(person, agreement, at=at)
    if latest is None or not _says_yes(latest):
        return False
    _share, recipient, *terms = agreement.split(".")
    given, covers = policy_by(latest.policy), same_terms if terms else still_covers
    return given is not None and covers(given, policy_on(at), recipient)


def _says_yes(said: ConsentEvent | None) -> bool:
    return said is not None and said.kind == ConsentEvent.Kind.GIVEN


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
    said = _("%(name)s (%(function)s) may receive this data about me: %(what)s.") % {
        "name": rule.name,
        "function": rule.function,
        "what": join(CATEGORIES[each].meaning for each in rule.receives if each not in rule.never),
    }
    return " ".join([said, *_purposes(rule, policy), *_place(rule)])


def _purposes(rule: Share, policy: Policy) -> list[str]:
    purposes = [policy.tables.purpose[each].description for each in rule.purposes]
    return [_("It is used for: %(purposes)s.") % {"purposes": join(purposes)}] if purposes else []


def _place(rule: Share) -> list[str]:
    if rule.country == (ANY,):
        return []
    return [_("It goes to this country: %(country)s.") % {"country": say("country", rule.country)}]
