"""A policy in a few lines, made of its rules: what is asked, how long, with whom, which rights."""

from datetime import date
from typing import NamedTuple

from troth.core.duration import Duration
from troth.policy.fields import FIELD_WORDS
from troth.policy.headline import RIGHT_TITLES, answered, how_long, named
from troth.policy.language import Right, Tables
from troth.policy.placeholders import join
from troth.policy.rights import BY_LAW, LAW
from troth.policy.words import gettext as _
from troth.policy.words import length

_SOME_DAY = date(2001, 1, 1)  # from which lengths of time are compared


class Line(NamedTuple):
    """One question of a reader, and the answers to it."""

    question: str
    answers: list[str]


def summary(tables: Tables) -> list[Line]:
    """The lines, in the reader's language; whom to write to is said apart (`Provider`)."""
    return [
        Line(_("What we ask you for"), _asked(tables)),
        Line(_("How long we keep it"), _kept(tables)),
        Line(_("Who receives it"), _received(tables)),
        Line(_("What you can ask of us"), _rights(tables)),
    ]


def _asked(tables: Tables) -> list[str]:
    """The fields that each form must have, and whether machines take down more."""
    forms = {name: rule for name, rule in tables.collect.items() if rule.by == "form"}
    account = forms.get("account") or next(iter(forms.values()), None)
    said = []
    if account and account.required:
        fields = join(FIELD_WORDS[field] for field in account.required)
        said.append(_("To open an account: %(fields)s.") % {"fields": fields})
    if any(rule.by == "observation" for rule in tables.collect.values()):
        said.append(_("We also record what you order and when you sign in."))
    if tables.refuse.card_numbers:
        said.append(_("Never a card number."))
    return said


def _kept(tables: Tables) -> list[str]:
    """How long accounts are kept, and what is kept longest of all."""
    accounts, others = [], []
    for name, rule in tables.keep.items():
        records = rule.records or (name,)
        if rule.for_ and "account" in records:
            accounts.append(how_long(rule))
        elif rule.for_:
            others.append((_days(rule.for_), length(rule.for_), records))
    said = [_("Accounts: %(length)s.") % {"length": "; ".join(accounts)}] if accounts else []
    if others:
        longest, span, _records = max(others)
        what = named(r for days, _span, records in others if days == longest for r in records)
        values = {"what": what, "length": span}
        said.append(_("Of the rest, the longest: %(what)s, %(length)s.") % values)
    return said


def _days(span: Duration) -> date:
    """What tells which of two lengths of time is longer."""
    return span.after(_SOME_DAY)


def _received(tables: Tables) -> list[str]:
    """Everybody whom the policy names, and whether authorities may be among them."""
    names = [share.name for share in tables.share.values()]
    said = [f"{join(names)}."] if names else [_("Nobody whom we could name in advance.")]
    if tables.disclose:
        said.append(_("Courts and authorities, where the law or this policy says so."))
    return said


def _rights(tables: Tables) -> list[str]:
    """What customers may demand, each with when it is answered."""
    said: dict[str, str] = {}
    for _rule, word, right in tables.rights():
        if right.of == "customer":
            said.setdefault(word, _told(word, right))
    return [*said.values()]


def _told(word: str, right: Right) -> str:
    title, when = RIGHT_TITLES[word], answered(right)
    if not when and word in BY_LAW and right.answered_by != "reseller":
        when = answered(LAW)
    return f"{title} ({when})" if when else title
