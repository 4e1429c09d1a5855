"""The gate before third parties: how much each is told, by which rule, and what the register says.

A plug-in never sees a row of ours. Whoever calls it names what it would tell, and this makes of it
as much as the policy's `[share.X]` lets go; while that is in hand, and never else, the plug-in can
open a connection.

    with share(STRIPE, account, Payer, email=of(person, "email"), at=at) as payer:
        gateway.pay(payer, payment)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.accounts.owned import owner_of
from troth.accounts.restricted import is_restricted
from troth.core.errors import TrothError
from troth.core.leave import reaching
from troth.gates.agree_to_share import agreements, says_yes
from troth.gates.consent import may_use
from troth.gates.models import Disclosure
from troth.gates.recipient import Recipient, may_receive
from troth.gates.undertakings import KINDS, missing, needed
from troth.policy.language import Share, Tables
from troth.policy.placeholders import join
from troth.publishing.running import policy_on


class NotSharedError(TrothError):
    """The policy, or whom it is about, does not let this go there."""


@dataclass(frozen=True)
class Told:
    """A value that somebody would be told, and its category of the vocabulary."""

    category: str
    value: Any


def of(row: models.Model, column: str) -> Told:
    """What stands in a column, whose category the declaration of its model says."""
    declared = type(row).privacy  # type: ignore[attr-defined]
    return Told(declared.classified.get(column, ""), getattr(row, column))


@contextmanager
def share[T](
    to: Recipient,
    about: Account | Person,
    payload: type[T],
    *,
    at: datetime,
    by: Person | None = None,
    reference: str = "",
    since: datetime | None = None,
    wished: bool = False,
    **told: Any,
) -> Iterator[T]:
    """Tell a recipient as much as the policy lets go; within this it can be reached.

    payload: the dataclass that is made of `told`, by the names of its fields. What is no `Told` is
    about nobody, such as an amount. A field that may not go stays at its default; one that has no
    default has to go. by: whose consent counts, where the rule wants one; the owner's otherwise.
    reference: the recipient's own name for the subject. since: when it was first asked for, where
    it may be tried again, which the register has once. wished: it is the subject's own act, which
    no restriction stops (GDPR Art. 18(2)).

    The register has its row before anything goes. Raises NotSharedError where nothing may.
    """
    tables = policy_on(at).tables
    rule = tables.share.get(to.name)
    if rule is None:
        raise NotSharedError(_("The policy does not name %(name)s.") % {"name": to.title})
    _require_undertakings(to, rule, tables, at=at)
    if not wished and is_restricted(about):
        raise NotSharedError(_("Processing is restricted: nothing is passed on."))
    _require_condition(to, rule, about, by, at=at)
    made, categories = _made(to, rule, payload, told)
    if categories or reference:
        register(about, to.name, categories, reference=reference, at=since or at)
    with reaching(to.name):
        yield made


def register(
    about: Account | Person,
    recipient: str,
    categories: set[str],
    *,
    at: datetime,
    reference: str = "",
    rule: str = "",
) -> None:
    """Write into the register of disclosures who is told what, once for a moment; once a day where
    the recipient has a name for whom it is about. rule: where it is no `[share.X]`."""
    row = {
        "subject_id": about.pk,
        "recipient": recipient,
        "rule": rule or f"share.{recipient}",
        "categories": sorted(categories),
        "at": at,
    }
    if reference:
        told = Disclosure(reference=reference, **row)
        Disclosure.objects.bulk_create([told], ignore_conflicts=True)
    else:
        Disclosure.objects.get_or_create(reference="", **row)


def _made[T](
    to: Recipient, rule: Share, payload: type[T], told: dict[str, Any]
) -> tuple[T, set[str]]:
    """The payload, and the categories of what is in it."""
    lets, values, categories = may_receive(rule), dict[str, Any](), set[str]()
    needed = {each.name for each in fields(payload) if each.default is MISSING}  # type: ignore[arg-type]
    for name, said in told.items():
        if not isinstance(said, Told):
            values[name] = said
        elif said.category in lets or not said.category:
            values[name] = said.value
            if said.value and said.category:
                categories.add(said.category)
        elif name in needed:
            raise NotSharedError(
                _("The policy does not let %(name)s receive what it needs.") % {"name": to.title}
            )
    return payload(**values), categories


def _require_undertakings(to: Recipient, rule: Share, tables: Tables, *, at: datetime) -> None:
    """Raise NotSharedError while something that the recipient has to sign is not on record."""
    if lacks := missing(to.name, needed(rule, tables, to), at=at):
        raise NotSharedError(
            _(
                "%(name)s is told nothing before this is on record: %(what)s. Enter it at the desk "
                "under Recipients, or by “troth recipients enter”."
            )
            % {"name": rule.name, "what": join(KINDS[kind] for kind in lacks)}
        )


def _require_condition(
    to: Recipient, rule: Share, about: Account | Person, by: Person | None, *, at: datetime
) -> None:
    """Raise NotSharedError unless the rule's condition is met, and nobody has objected."""
    person = by or (about if isinstance(about, Person) else owner_of(about))
    wanted = agreements(to.name, rule)
    if any(person is None or not says_yes(person, each, at=at) for each in wanted):
        raise NotSharedError(
            _("%(name)s is told nothing before you agree to it.") % {"name": rule.name}
        )
    if person is not None and not may_use(person, rule.purposes, at=at):
        raise NotSharedError(
            _("You have objected to what %(name)s would be told something for.")
            % {"name": rule.name}
        )
    if rule.when in ("aggregated", "reorganisation"):
        raise NotSharedError(
            _("The policy lets %(name)s have no data about one customer.") % {"name": rule.name}
        )
