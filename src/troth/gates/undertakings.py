"""What recipients have undertaken towards the provider, and what of it they have to beforehand.

A policy says what each needs (`needs` of `[share.X]`: GDPR Art. 28(3) for processors); where data
goes to a country whose law may protect less, the signed safeguards belong to it (Art. 46).
Instructions have to name each purpose that the rule gives it data for (Art. 28(3)(a)).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext

from troth.gates.models import Undertaking
from troth.gates.recipient import Recipient, is_nobody, plug_ins
from troth.policy.countries import ANY
from troth.policy.language import Share, Tables
from troth.policy.law import is_far
from troth.policy.placeholders import join
from troth.policy.vocabulary import UNDERTAKINGS
from troth.policy.words import Words
from troth.policy.words import gettext_noop as _

SAFEGUARDS = "safeguards"
INSTRUCTIONS = "instructions"
KINDS = Words(
    {**UNDERTAKINGS.english, SAFEGUARDS: _("the signed safeguards for data that goes abroad")}
)
# On these grounds data goes abroad without a document of its own (GDPR Art. 45, 49).
_WITHOUT_DOCUMENT = frozenset({"adequacy", "dpf", "derogation"})


def needed(rule: Share, tables: Tables, to: Recipient | None = None) -> list[str]:
    """The kinds of undertakings without which a recipient is told nothing.

    to: the plug-in that would tell it, which knows where the data goes; else the rule says where.
    """
    known = {to.country if to else ANY} - {ANY} or {*rule.country} - {ANY}
    # Where nobody knows the place, the safeguards that the policy tells of are signed all the same.
    places = known or ({ANY} if rule.safeguards else set())
    abroad = any(is_far(place, tables.provider.country) for place in places)
    signed = abroad and not _WITHOUT_DOCUMENT & {*rule.transfer}
    return [*rule.needs, SAFEGUARDS] if signed else [*rule.needs]


@dataclass(frozen=True)
class Lack:
    """What is not on record of a recipient: a kind, and the purposes that its documents do not
    name, each with what the policy says of it; none where there is no such document at all."""

    kind: str
    purposes: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """In those of the policy's tables, for whoever runs commands."""
        return f"{self.kind} for {', '.join(self.purposes)}" if self.purposes else self.kind

    def __str__(self) -> str:
        """In the reader's language."""
        if not self.purposes:
            return KINDS[self.kind]
        told = {"what": KINDS[self.kind], "purposes": join(self.purposes.values())}
        return gettext("%(what)s that name this too: %(purposes)s") % told


def missing(
    name: str, rule: Share, tables: Tables, to: Recipient | None = None, *, at: datetime
) -> list[Lack]:
    """What is not on record of a recipient at a moment, and has to be before it is told anything.

    to: see `needed`.
    """
    kinds = needed(rule, tables, to)
    return lacking(kinds, rule, tables, in_force(at=at).filter(recipient=name)) if kinds else []


def lacking(
    kinds: list[str], rule: Share, tables: Tables, signed: Iterable[Undertaking]
) -> list[Lack]:
    """Those of the kinds that documents do not have, or not for all that a rule serves."""
    named: dict[str, set[str]] = {}
    for each in signed:
        named.setdefault(each.kind, set()).update(each.purposes)
    lacks = [Lack(kind) for kind in kinds if kind not in named]
    open_ = [each for each in rule.purposes if each not in named.get(INSTRUCTIONS, rule.purposes)]
    if open_ and INSTRUCTIONS in kinds:
        lacks.append(Lack(INSTRUCTIONS, {p: tables.purpose[p].description for p in open_}))
    return lacks


def in_force(*, at: datetime) -> QuerySet[Undertaking]:
    """What is on record at a moment, the latest first."""
    entered = Undertaking.objects.filter(entered_at__lte=at).exclude(ended_at__lte=at)
    return entered.order_by("-signed_on", "-pk")


def waiting(tables: Tables, *, at: datetime) -> Iterator[tuple[Recipient, list[Lack]]]:
    """The recipients whose plug-ins are switched on and that are told nothing yet, each with what
    it lacks."""
    for to in dict.fromkeys(each.recipient for each in plug_ins()):
        rule = None if is_nobody(to, tables) else tables.share.get(to.name)
        if rule and (lacks := missing(to.name, rule, tables, to, at=at)):
            yield to, lacks
