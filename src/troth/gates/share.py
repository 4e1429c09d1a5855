"""The gate before third parties: how much each is told, by which rule, and what the register says.

A plug-in never sees a row of ours. Whoever calls it names what it would tell, and this makes of it
as much as the policy's `[share.X]` lets go; while that is in hand, and never else, the plug-in can
open a connection.

    with share(STRIPE, account, Payer, email=of(person, "email"), at=at) as payer:
        gateway.pay(payer, payment)
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.accounts.owned import owner_of
from troth.accounts.restricted import is_restricted
from troth.core.errors import TrothError
from troth.core.leave import reaching
from troth.gates.agree_to_share import agreements, ended_by_owner, lacking
from troth.gates.consent import may_use
from troth.gates.models import Disclosure
from troth.gates.recipient import WHOLE, Recipient, is_nobody, may_receive, needs_rule
from troth.gates.undertakings import missing
from troth.policy.language import Share, Tables
from troth.policy.placeholders import join
from troth.publishing.running import policy_on

# As one statement it needs no transaction of its own where there is none.
_REGISTER = f"""
    INSERT INTO {Disclosure._meta.db_table} (subject_id, recipient, rule, categories, reference, at)
    SELECT %(subject)s, %(recipient)s, %(rule)s, %(categories)s::varchar[], %(reference)s, %(at)s
    WHERE %(reference)s <> '' OR NOT EXISTS (
        SELECT FROM {Disclosure._meta.db_table} WHERE subject_id = %(subject)s
        AND recipient = %(recipient)s AND rule = %(rule)s AND at = %(at)s
        AND categories = %(categories)s::varchar[] AND reference = ''
    ) ON CONFLICT DO NOTHING
"""


class NotSharedError(TrothError):
    """The policy, or whom it is about, does not let this go there."""


class UnsignedError(NotSharedError):
    """Nothing goes there yet: it has something to sign first."""


@dataclass(frozen=True)
class Told:
    """A value that somebody would be told, and its category of the vocabulary."""

    category: str
    value: Any


def of(row: models.Model, column: str) -> Told:
    """What stands in a column, whose category the declaration of its model says."""
    declared = row.privacy  # type: ignore[attr-defined]
    return Told(declared.classified.get(column, ""), getattr(row, column))


@contextmanager
def share[T](
    to: Recipient | None,
    about: Account | Person | None,
    payload: type[T],
    *,
    at: datetime,
    by: Person | None = None,
    reference: str = "",
    since: datetime | None = None,
    wished: bool = False,
    decided: str = "",
    **told: Any,
) -> Iterator[T]:
    """Tell a recipient as much as the policy lets go; within this it can be reached.

    to: None for a machine of the provider's own, which may be told all, as no third party is.
    about: None for somebody who is unknown here, of whom the register has nothing. payload: the
    dataclass that is made of `told`, by the names of its fields. What is no `Told` is about nobody,
    such as an amount. A field that may not go stays at its default; one that has no default has to
    go. by: whose consent counts, where the rule wants one; the owner's otherwise. reference: the
    recipient's own name for the subject. since: when it was first asked for, where it may be tried
    again, which the register has once. wished: it is the subject's own act, which no restriction
    stops (GDPR Art. 18(2)). decided: the rule by which another gate has let it go already, such as
    a message's: it has seen to restrictions, and it counts where the recipient needs no rule.

    The register has its row before anything goes. Raises NotSharedError where nothing may, and
    UnsignedError where something may as soon as what the recipient has to sign is on record.
    """
    tables = policy_on(at).tables
    if to is None or is_nobody(to, tables):
        with reaching("what is the provider's own"):
            yield payload(**_values(told))
        return
    rule = tables.share.get(to.name)
    if rule is None and (needs_rule(to, tables) or not decided):
        raise NotSharedError(_("The policy does not name %(name)s.") % {"name": to.title})
    if rule:
        _require_undertakings(to, rule, tables, at=at)
    if about and not (wished or decided) and is_restricted(about):
        raise NotSharedError(_("Processing is restricted: nothing is passed on."))
    if rule:
        _require_condition(to, rule, about, by, at=at)
        told = _as_far_as(rule, to, payload, told)
    made, categories = payload(**_values(told)), _categories(told)
    if about and (categories or reference):
        named = f"share.{to.name}" if rule else decided
        register(about, to.name, categories, reference=reference, rule=named, at=since or at)
    with reaching(to.name):
        yield made


def what_would_go[T](to: Recipient | None, payload: type[T], tables: Tables, **told: Any) -> T:
    """What `share` would make of `told` by a policy, where the condition of its rule is met.

    It stays here, and asks for no leave. Raises NotSharedError where nothing would go.
    """
    if to is None:
        return payload(**_values(told))
    rule = tables.share.get(to.name)
    if rule is None:
        raise NotSharedError(_("The policy does not name %(name)s.") % {"name": to.title})
    return payload(**_values(_as_far_as(rule, to, payload, told)))


def share_many(
    to: Recipient,
    accounts: Collection[int],
    categories: Collection[str],
    *,
    at: datetime,
    claimed: bool = False,
) -> set[int]:
    """Write into the register that a recipient is told these categories of many accounts, in one
    statement; of which it may be: not of those whose processing is restricted.

    It is for what is handed over as one, such as a file. claimed: it is what the customers have a
    claim to, which no restriction stops (GDPR Art. 18(2)). Raises NotSharedError where the policy
    does not let all of it go, and where each would have to agree first.
    """
    tables = policy_on(at).tables
    rule = tables.share.get(to.name)
    if rule is None:
        raise NotSharedError(_("The policy does not name %(name)s.") % {"name": to.title})
    _require_undertakings(to, rule, tables, at=at)
    if not may_receive(rule) >= {*categories} or rule.when != "needed" or rule.agreed:
        raise NotSharedError(
            _("The policy does not let %(name)s receive what it needs.") % {"name": to.title}
        )
    found = Account.objects.filter(pk__in=accounts)
    free = found if claimed else found.filter(restricted_at=None)
    told = {*free.values_list("pk", flat=True)}
    row = {"recipient": to.name, "rule": f"share.{to.name}", "categories": sorted(categories)}
    Disclosure.objects.bulk_create(Disclosure(subject_id=each, at=at, **row) for each in told)
    return told


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
    values = {
        "subject": about.pk,
        "recipient": recipient,
        "rule": rule or f"share.{recipient}",
        "categories": sorted(categories),
        "reference": reference,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_REGISTER, values)


def _as_far_as(
    rule: Share, to: Recipient, payload: type[Any], told: dict[str, Any]
) -> dict[str, Any]:
    """What of `told` a rule lets go into a payload."""
    lets, goes = may_receive(rule), dict[str, Any]()
    needed = {each.name for each in fields(payload) if each.default is MISSING}
    for name, said in told.items():
        if not isinstance(said, Told) or not said.category or said.category in lets:
            goes[name] = said
        elif name in needed:
            raise NotSharedError(
                _("The policy does not let %(name)s receive what it needs.") % {"name": to.title}
            )
    return goes


def _values(told: dict[str, Any]) -> dict[str, Any]:
    return {name: said.value if isinstance(said, Told) else said for name, said in told.items()}


def _categories(told: dict[str, Any]) -> set[str]:
    """The categories of what is told, as far as it is anything."""
    said = (each for each in told.values() if isinstance(each, Told) and each.value)
    return {each.category for each in said if each.category}


def _require_undertakings(to: Recipient, rule: Share, tables: Tables, *, at: datetime) -> None:
    """Raise UnsignedError while something that the recipient has to sign is not on record."""
    if lacks := missing(to.name, rule, tables, to, at=at):
        raise UnsignedError(
            _(
                "%(name)s is told nothing before this is on record: %(what)s. Enter it at the desk "
                "under Recipients, or by “troth recipients enter”."
            )
            % {"name": rule.name, "what": join(map(str, lacks))}
        )


def _require_condition(
    to: Recipient, rule: Share, about: Account | Person | None, by: Person | None, *, at: datetime
) -> None:
    """Raise NotSharedError unless the rule's condition is met, and nobody has objected."""
    if rule.purposes or agreements(to.name, rule):  # else nobody has to be looked up
        _require_consent(to, rule, about, by or _speaks_for(about), at=at)
    if rule.when in WHOLE:
        raise NotSharedError(
            _("The policy lets %(name)s have no data about one customer.") % {"name": rule.name}
        )


def _speaks_for(about: Account | Person | None) -> Person | None:
    return owner_of(about) if isinstance(about, Account) else about


def _require_consent(
    to: Recipient,
    rule: Share,
    about: Account | Person | None,
    person: Person | None,
    *,
    at: datetime,
) -> None:
    if lacking(person, to.name, rule, at=at):
        raise NotSharedError(
            _("%(name)s is told nothing before you agree to it.") % {"name": rule.name}
        )
    if isinstance(about, Account) and ended_by_owner(about, to.name, rule, at=at):
        raise NotSharedError(
            _("%(name)s is told nothing: the owner of the account has taken that back.")
            % {"name": rule.name}
        )
    if person is not None and not may_use(person, rule.purposes, at=at):
        raise NotSharedError(
            _("You have objected to what %(name)s would be told something for.")
            % {"name": rule.name}
        )
