"""How far a rule is kept, in a sentence for its readers: proved, told, or not yet by this system.

The word of it is the record of the proofs (`proofs.py`), which were played on the rules of the
shipped policies. A provider's own rule is read as theirs of the same name, and said to be like it:
what was proved is never said of other words than those that were proved.
"""

from collections import defaultdict
from datetime import date
from functools import cache

from troth.policy.language import Rule
from troth.policy.parse import read
from troth.policy.placeholders import say
from troth.policy.promises import Promise, promises
from troth.policy.proofs import Record, record
from troth.policy.shipped import shipped
from troth.policy.words import gettext as _
from troth.policy.words import ngettext

# Kinds of table that say who somebody is, why something is done or what is known: nothing to do.
_TOLD = {"provider", "policy", "purpose", "tell"}


def standing(rule: str, table: Rule) -> str:
    """What is known of a rule, by its id and its table."""
    kind = rule.partition(".")[0]
    named = [each for each in _all() if each.id in table.promises and kind in _kinds(each)]
    found = named or _by_rule().get(rule, [])
    proofs = {each.proof for each in found if each.state in ("proved", "organised")}
    if proofs:
        whole = all(each.state != "open" for each in found)
        return _proved(len(proofs), whole=whole, itself=table in _shipped().get(rule, []))
    is_open = any(each.state == "open" for each in found)
    if (found and not is_open) or (not named and kind in _TOLD):
        return _("This is told, here and wherever else it has to stand.")
    if not found and _is_read(rule):
        return _("The system acts by this rule, but no test has yet broken it to see who notices.")
    return _("Not yet kept by this system; until it is, people have to see to it.")


def _proved(count: int, *, whole: bool, itself: bool) -> str:
    """The sentence for a rule with so many proofs.

    whole: whether nothing of it is open. itself: whether they broke this rule, or one like it.
    """
    if itself:
        said = ngettext(
            "Proved on %(day)s by %(count)s test, which breaks this rule and notices it.",
            "Proved on %(day)s by %(count)s tests, which break this rule and notice it.",
            count,
        )
    else:
        said = ngettext(
            "Proved on %(day)s of a rule like this one in another policy, by %(count)s test, which "
            "breaks it and notices that.",
            "Proved on %(day)s of a rule like this one in another policy, by %(count)s tests, "
            "which break it and notice that.",
            count,
        )
    said %= {"day": say("effective", date.fromisoformat(_run().day)), "count": count}
    part = _("Some of it is not yet kept by this system.")  # xgettext reads no f-string
    return said if whole else f"{said} {part}"


def _is_read(rule: str) -> bool:
    """Whether code reads the rule for itself, or any key of its kind where that is enough."""
    kind = rule.partition(".")[0]
    reads = _run().reads
    return rule in reads or (kind != "feature" and any(r.startswith(f"{kind}.") for r in reads))


@cache
def _run() -> Record:
    return record()


@cache
def _all() -> list[Promise]:
    return promises()


def _kinds(promise: Promise) -> set[str]:
    """The kinds of rule that make a promise: no other kind makes it by naming it."""
    return {rule.partition(" ")[2].partition(".")[0] for rule in promise.rules}


@cache
def _by_rule() -> dict[str, list[Promise]]:
    """The promises of the shipped policies by the rules that make them."""
    found: dict[str, list[Promise]] = defaultdict(list)
    for promise in _all():
        for rule in promise.rules:
            found[rule.partition(" ")[2]].append(promise)
    return found


@cache
def _shipped() -> dict[str, list[Rule]]:
    """The rules of the shipped policies, on which the proofs were played, by their ids."""
    found: dict[str, list[Rule]] = defaultdict(list)
    for path in shipped().values():
        for rule, table in read(path).rules.items():
            found[rule].append(table)
    return found
