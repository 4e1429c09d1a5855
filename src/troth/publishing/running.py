"""The policy that runs, and its plan."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Literal, NamedTuple, overload

from troth.core.errors import TrothError
from troth.policy.compile import compile
from troth.policy.parse import Policy, parse
from troth.policy.plan import Plan
from troth.policy.tables import schema
from troth.publishing.models import PublishedPolicy


class _Edition(NamedTuple):
    number: int
    digest: str
    start: date


# What `asked_once` has heard in its block; None outside of one.
_known: ContextVar[list[_Edition] | None] = ContextVar("_known", default=None)


@overload
def policy_on(day: date) -> Policy: ...
@overload
def policy_on(day: date, *, missing_ok: Literal[True]) -> Policy | None: ...
def policy_on(day: date, *, missing_ok: bool = False) -> Policy | None:
    """The policy in force on a day (UTC): the last one published whose day has come.

    Raises TrothError when none is, or returns None if that is `missing_ok`.
    """
    policy, _following = policies_on(day)
    if policy is None and not missing_ok:
        raise TrothError("No policy is in force; publish one: troth publish FILE")
    return policy


def policies_on(day: date) -> tuple[Policy | None, tuple[Policy, date] | None]:
    """The policy in force on a day, and the one that comes next with its first day; or None.

    Of two with the same first day the later one counts, as it will on that day.
    """
    by_day = {edition.start: edition for edition in _editions()}
    past = [edition for start, edition in by_day.items() if start <= day]
    ahead = [edition for start, edition in by_day.items() if start > day]
    return (
        _policy(past[-1]) if past else None,
        (_policy(ahead[0]), ahead[0].start) if ahead else None,
    )


@contextmanager
def asked_once() -> Iterator[None]:
    """Within the block, or a decorated function, the policies are asked for once at most.

    A block within a block asks no more than the outer one.
    """
    if _known.get() is not None:
        yield
        return
    token = _known.set([])
    try:
        yield
    finally:
        _known.reset(token)


def _editions() -> list[_Edition]:
    """Every published policy, the one that is in force first at the front."""
    known = _known.get()
    if known:
        return known
    rows = PublishedPolicy.objects.order_by("in_force_from", "pk")
    found = [_Edition(*row) for row in rows.values_list("pk", "digest", "in_force_from")]
    if known is not None:
        known += found
    return found


def _policy(edition: _Edition) -> Policy:
    if edition.digest not in _policies:  # the text is long, and known to who has read it once
        published = PublishedPolicy.objects.get(pk=edition.number)
        _policies[edition.digest] = parse(published.source.encode(), f"policy {published.version}")
    return _policies[edition.digest]


def plan_on(day: date) -> Plan:
    """The plan of the policy in force on a day."""
    return plan_of(policy_on(day))


_policies: dict[str, Policy] = {}
_plans: dict[str, Plan] = {}


def plan_of(policy: Policy) -> Plan:
    """The plan of a policy that runs."""
    if policy.digest not in _plans:
        _plans[policy.digest] = compile(policy, schema())
    return _plans[policy.digest]
