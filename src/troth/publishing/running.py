"""The policy that runs, and its plan."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, overload

from django.db.models import QuerySet

from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.core.provider import provider_id
from troth.core.written_once import written_once
from troth.policy.compile import compile
from troth.policy.errors import PolicyError
from troth.policy.parse import Policy, parse
from troth.policy.plan import Plan
from troth.policy.tables import schema
from troth.policy.version import LANGUAGE
from troth.publishing.models import PublishedPolicy


class CannotRunError(TrothError):
    """A published policy does not run on this release: nothing else is run in its place.

    `version` is the policy's; `mistakes` are those that this release finds in it, one a line.
    """

    def __init__(self, version: str, mistakes: Sequence[str], line: str = "") -> None:
        self.version = version
        self.mistakes = mistakes
        super().__init__(
            line
            or f"The published policy {version} cannot run on this release; see why with "
            "troth policy check --published, and publish a corrected text: troth publish FILE"
        )


class WrittenLaterError(CannotRunError):
    """A published policy is written in a version of the language that this release cannot read."""

    def __init__(self, version: str, language: int) -> None:
        line = (
            f"The published policy {version} is written in version {language} of the language, and "
            f"this release reads up to {LANGUAGE}; upgrade this installation too."
        )
        super().__init__(version, [line], line)


class Edition(NamedTuple):
    """A published policy, when that was, and the first day of it.

    editorial: whether somebody answered for it that its changed prose means the same as before.
    """

    number: int
    digest: str
    start: date
    published: datetime
    editorial: bool


class Following(NamedTuple):
    """The policy that comes next, the first day of it, and whether its prose means the same."""

    policy: Policy
    day: date
    editorial: bool


# What `asked_once` has heard in its block; None outside of one.
_known: ContextVar[list[Edition] | None] = ContextVar("_known", default=None)


@overload
def policy_on(day: date) -> Policy: ...
@overload
def policy_on(day: date, *, missing_ok: Literal[True]) -> Policy | None: ...
def policy_on(day: date, *, missing_ok: bool = False) -> Policy | None:
    """The policy in force on a day, or at a moment: the last one published whose day has come.

    Raises TrothError when none is, or returns None if that is `missing_ok`; and CannotRunError
    when this release cannot read it.
    """
    policy, _following = policies_on(day)
    if policy is None and not missing_ok:
        raise TrothError("No policy is in force; run `troth setup`, or: troth publish FILE")
    return policy


def policies_on(day: date) -> tuple[Policy | None, Following | None]:
    """The policy in force on a day, and the one that comes next; each None where there is none.

    Raises CannotRunError when this release cannot read the one in force; of one that comes next
    and that it cannot read, it cannot tell anything.
    """
    running, *ahead = editions_on(day)
    following = None
    if ahead:
        with suppress(CannotRunError):
            following = Following(read_edition(ahead[0]), ahead[0].start, ahead[0].editorial)
    policy = read_edition(running) if running else None
    if policy:
        _last_read[provider_id()] = policy
    return policy, following


def last_read() -> Policy | None:
    """The policy that this process read last, for who cannot ask the database; None for none."""
    return _last_read.get(provider_id())


def editions_on(day: date) -> tuple[Edition | None, *tuple[Edition, ...]]:
    """The edition in force on a day, or None, and those that come after it.

    Of two with the same first day the later one counts, as it will on that day.
    """
    day = day_at(day)
    by_day = {edition.start: edition for edition in _editions()}
    past = [edition for start, edition in by_day.items() if start <= day]
    ahead = [edition for start, edition in by_day.items() if start > day]
    return (past[-1] if past else None, *ahead)


def past_editions(day: date) -> list[Edition]:
    """The edition in force on a day and those that were before it, the latest first.

    One that another took the place of before its first day never was; on that day it was.
    """
    past = [edition for edition in _editions() if edition.start <= day_at(day)]
    were = [
        edition
        for edition, later in zip(past, [*past[1:], None], strict=True)
        if later is None or edition.start < later.start or edition.start <= day_at(later.published)
    ]
    return were[::-1]


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


def _editions() -> list[Edition]:
    """Every published policy, the one that is in force first at the front."""
    known = _known.get()
    if known:
        return known
    found = [Edition(*row) for row in _published()]
    if known is not None:
        known += found
    return found


@written_once
def _published() -> QuerySet[Any, Any]:
    columns = ("pk", "digest", "in_force_from", "published_at", "editorial")
    return PublishedPolicy.objects.order_by("in_force_from", "pk").values_list(*columns)


def read_edition(edition: Edition) -> Policy:
    """The policy as published, by what its own version of the language knew.

    Raises CannotRunError when this release cannot read it.
    """
    key = _key(edition.digest)
    if key not in _policies:  # the text is long, and known to who has read it once
        published = PublishedPolicy.objects.get(pk=edition.number)
        if published.language > LANGUAGE:
            raise WrittenLaterError(published.version, published.language)
        file = f"policy {published.version}"
        try:
            policy = parse(published.source.encode(), file, complete=False)
        except PolicyError as error:
            raise CannotRunError(published.version, str(error).splitlines()) from None
        _policies[key] = replace(policy, language=published.language)
    return _policies[key]


def policy_by(digest: str) -> Policy | None:
    """The policy that was published as this text; None where this release cannot read it, or it is
    not known here."""
    named = (edition for edition in _editions() if edition.digest == digest)
    with suppress(CannotRunError):
        return next(map(read_edition, named), None)
    return None


def plan_on(day: date) -> Plan:
    """The plan of the policy in force on a day."""
    return plan_of(policy_on(day))


def runs_on(day: date) -> bool:
    """Whether the policy in force on a day runs on this release; also where there is none yet."""
    try:
        policy = policy_on(day, missing_ok=True)
        if policy:
            plan_of(policy)
    except CannotRunError:
        return False
    return True


_Key = tuple[str, str]  # a provider, and the digest of a text of theirs
_policies: dict[_Key, Policy] = {}
_last_read: dict[str, Policy] = {}  # by provider
_plans: dict[_Key, Plan] = {}


def _key(digest: str) -> _Key:
    return provider_id(), digest


def plan_of(policy: Policy) -> Plan:
    """The plan of a policy that runs. Raises CannotRunError when it does not, on these models."""
    _policies.setdefault(_key(policy.digest), policy)
    try:
        return compiled(policy)
    except PolicyError as error:
        version = policy.tables.policy.version
        raise CannotRunError(version, str(error).splitlines()) from None


def compiled(policy: Policy) -> Plan:
    """The plan of any policy on these models, made once. Raises PolicyError when it cannot run."""
    key = _key(policy.digest)
    if key not in _plans:
        _plans[key] = compile(policy, schema())
    return _plans[key]


def policy_of(plan: Plan) -> Policy:
    """The policy that a plan was made of here."""
    return _policies[_key(plan.digest)]
