"""What recipients have undertaken towards the provider, and what of it they have to beforehand.

A policy says what each needs (`needs` of `[share.X]`: GDPR Art. 28(3) for processors); where data
goes to a country whose law may protect less, the signed safeguards belong to it (Art. 46).
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from troth.gates.models import Undertaking
from troth.gates.recipient import Recipient, is_far, is_nobody, plug_ins
from troth.policy.countries import ANY
from troth.policy.language import Share, Tables
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
    abroad = any(is_far(place, tables) for place in places)
    signed = abroad and not _WITHOUT_DOCUMENT & {*rule.transfer}
    return [*rule.needs, SAFEGUARDS] if signed else [*rule.needs]


def missing(name: str, kinds: list[str], *, at: datetime) -> list[str]:
    """Those of the kinds that are not on record of a recipient at a moment."""
    if not kinds:
        return []
    known = {*in_force(at=at).filter(recipient=name).values_list("kind", flat=True)}
    return [kind for kind in kinds if kind not in known]


def in_force(*, at: datetime) -> QuerySet[Undertaking]:
    """What is on record at a moment, the latest first."""
    entered = Undertaking.objects.filter(entered_at__lte=at).exclude(ended_at__lte=at)
    return entered.order_by("-signed_on", "-pk")


def waiting(tables: Tables, *, at: datetime) -> Iterator[tuple[Recipient, list[str]]]:
    """The recipients whose plug-ins are switched on and that are told nothing yet, each with the
    kinds of undertakings that it lacks."""
    for to in dict.fromkeys(each.recipient for each in plug_ins()):
        rule = None if is_nobody(to, tables) else tables.share.get(to.name)
        if rule and (lacks := missing(to.name, needed(rule, tables, to), at=at)):
            yield to, lacks
