"""The policy that runs, and its plan."""

from datetime import date
from typing import Literal, overload

from troth.core.errors import TrothError
from troth.policy.compile import compile
from troth.policy.declare import declarations
from troth.policy.parse import Policy, parse
from troth.policy.plan import Plan
from troth.privacy.models import PublishedPolicy


@overload
def policy_on(day: date) -> Policy: ...
@overload
def policy_on(day: date, *, missing_ok: Literal[True]) -> Policy | None: ...
def policy_on(day: date, *, missing_ok: bool = False) -> Policy | None:
    """The policy in force on a day (UTC): the last one published whose day has come.

    Raises TrothError when none is, or returns None if that is `missing_ok`.
    """
    found = (
        PublishedPolicy.objects.filter(in_force_from__lte=day)
        .order_by("-in_force_from", "-pk")
        .values_list("pk", "digest")
        .first()
    )
    if found is None:
        if missing_ok:
            return None
        raise TrothError("No policy is in force; publish one: troth publish FILE")
    return _policy(*found)


def policies_on(day: date) -> tuple[Policy | None, tuple[Policy, date] | None]:
    """The policy in force on a day, and the one that comes next with its first day; or None.

    Of two with the same first day the later one counts, as it will on that day.
    """
    rows = PublishedPolicy.objects.order_by("in_force_from", "pk")
    by_day = {row[2]: row for row in rows.values_list("pk", "digest", "in_force_from")}
    past = [row for start, row in by_day.items() if start <= day]
    ahead = [row for start, row in by_day.items() if start > day]
    return (
        _policy(*past[-1][:2]) if past else None,
        (_policy(*ahead[0][:2]), ahead[0][2]) if ahead else None,
    )


def _policy(number: int, digest: str) -> Policy:
    if digest not in _policies:  # the text is long, and known already to who has read it once
        published = PublishedPolicy.objects.get(pk=number)
        _policies[digest] = parse(published.source.encode(), f"policy {published.version}")
    return _policies[digest]


def plan_on(day: date) -> Plan:
    """The plan of the policy in force on a day."""
    return plan_of(policy_on(day))


_policies: dict[str, Policy] = {}
_plans: dict[str, Plan] = {}


def plan_of(policy: Policy) -> Plan:
    """The plan of a policy that runs."""
    if policy.digest not in _plans:
        _plans[policy.digest] = compile(policy, declarations())
    return _plans[policy.digest]
