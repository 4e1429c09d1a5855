"""Find a policy's rule by what it is about, whatever the policy calls it."""

from troth.policy.parse import Policy


def rule_about(what: str, policy: Policy) -> str:
    """The id of the policy's rule about something; blank where it has none.

    what: as code speaks of it. `right.erase` is the right by its word, of all customers to all
    of their data; `keep.invoice` the keeping of a record; `collect.account` what a form asks, or
    else what is observed with it; anything else is an id, such as `feature.whois` or `staff`.
    Of several rules the one of that name goes first, then the one that is about the least.
    """
    kind, _, name = what.partition(".")
    tables = policy.tables
    found: list[str]
    match kind:
        case "right":
            found = [rule for rule, right in tables.rights_to(name) if right.of_all_customers]
        case "keep":
            kept = sorted(tables.kept_by(name), key=lambda pair: len(pair[1].records))
            found = [rule for rule, _keep in kept]
        case "collect":
            asked = tables.collected_by(name)
            by_form = [rule for rule, collect in asked if collect.by == "form"]
            found = by_form or [rule for rule, _collect in asked]
        case _:
            found = [what]
    first = what if what in found else next(iter(found), "")
    return first if has_rule(first, policy) else ""


def has_rule(rule: str, policy: Policy) -> bool:
    """Whether the policy's file has a rule of this id; what it leaves out is no rule of it."""
    return rule in policy.rules and tuple(rule.split(".", 1)) in policy.lines
