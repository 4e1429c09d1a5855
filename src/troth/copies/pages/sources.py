"""Where data comes from, and what it is for, as the policy's `[collect]` rules have it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.policy.language import Collect
from troth.policy.parse import Policy
from troth.policy.vocabulary import BASES, FIELDS

TOLD = _("You told us.")
OBSERVED = _("We noted it while you used the service.")
TOLD_AND_OBSERVED = _("You told us some of it; the rest we noted while you used the service.")
FOUND = _("We found it in public sources; each entry says where and when.")
TOLD_AND_FOUND = _(
    "You told us; what we found in public sources says where and when for each entry."
)
MADE = _("We made it ourselves.")

# The records that each form of the policy's vocabulary fills.
_FILLS = {
    "account": ("account", "person"),
    "billing": ("account", "invoice", "payment"),
    "call-back": ("inquiry",),
    "domain": ("service",),
    "identity-proof": ("request",),
    "inquiry": ("inquiry",),
    "licence": ("service",),
    "preferences": ("person",),
    "service": ("activity", "invoice", "payment", "service", "ticket"),
    "signin": ("person", "session", "signin"),
    "social-signin": ("person",),
    "support": ("inquiry", "ticket"),
    "survey": ("ticket",),
    "visit": (),
}
_FOUND = ("person",)  # what is found in open sources, whatever it is found for
# Where no rule speaks of it: what follows from what the record is.
_TOLD = ("account", "consent", "inquiry", "membership", "person", "request", "ticket")
_OBSERVED = ("device", "usage")


@dataclass(frozen=True)
class Purpose:
    """What data is for, and the legal basis of that."""

    rule: str
    description: str
    basis: str


def source(record: str, category: str, policy: Policy) -> Promise:
    """Where a record's data of one category comes from."""
    ways = {rule.by for rule in _rules(record, category, policy)}
    if ways == {"form", "observation"}:
        return TOLD_AND_OBSERVED
    if "open-sources" in ways:
        return TOLD_AND_FOUND if "form" in ways else FOUND
    if "form" in ways:
        return TOLD
    if "observation" in ways or category in _OBSERVED:
        return OBSERVED
    return TOLD if record in _TOLD else MADE


def purposes(record: str, category: str, policy: Policy) -> list[Purpose]:
    """What a record's data of one category is for: by its own rules, else by the record's."""
    rules = list(_rules(record, category, policy)) or list(_rules(record, None, policy))
    names = dict.fromkeys(name for rule in rules for name in rule.purposes)
    purpose = policy.tables.purpose
    return [
        Purpose(f"purpose.{name}", purpose[name].description, BASES[purpose[name].basis])
        for name in names
    ]


def _rules(record: str, category: str | None, policy: Policy) -> Iterator[Collect]:
    """The `[collect]` rules that fill a record, with something of the category."""
    for name, rule in policy.tables.collect.items():
        if record in (_FOUND if rule.by == "open-sources" else _FILLS[rule.form or name]):
            fields = (*rule.required, *rule.optional)
            if category is None or any(FIELDS[field] == category for field in fields):
                yield rule
