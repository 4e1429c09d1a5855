"""Delete one entry of one's own, and take it back while the policy keeps what is deleted."""

from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext_noop

from troth.accounts.events import DELETED, TAKEN_BACK
from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.core.conflicts import act
from troth.policy.declare import PersonalData
from troth.policy.parse import Policy
from troth.policy.rights import at_once, right_to
from troth.publishing.evidence import note
from troth.publishing.running import policy_on

CLOCK = "deletion"
# What stands in the log of an account of which an entry was deleted or taken back.
_LOGGED = {
    "ticket": (gettext_noop("ticket deleted"), gettext_noop("deleted ticket taken back")),
    "service": (gettext_noop("service deleted"), gettext_noop("deleted service taken back")),
}


@act
def delete_one(row: Model, *, by: Person, at: datetime) -> None:
    """Take an entry out of sight; its clock of deletion starts. Twice is once."""
    _mark(row, at, by=by, at=at)


@act
def take_back_one(row: Model, *, by: Person, at: datetime) -> None:
    """Bring an entry back that was deleted and is not purged yet. Twice is once."""
    _mark(row, None, by=by, at=at)


def deletable(record: str, policy: Policy) -> str:
    """The rule by which deleted entries of a record are purged.

    Blank where people delete none: the policy has no such rule, or lets nobody erase by themselves.
    """
    if not at_once(right_to("erase", policy)):
        return ""
    return next((r for r, keep in policy.tables.kept_by(record) if keep.from_ == CLOCK), "")


def _mark(row: Model, deleted_at: datetime | None, *, by: Person, at: datetime) -> None:
    declared: PersonalData = row.privacy  # type: ignore[attr-defined]
    column, record = declared.clocks[CLOCK], declared.record
    shown = {f"{column}__isnull": deleted_at is not None}
    if not type(row)._default_manager.filter(pk=row.pk, **shown).update(**{column: deleted_at}):
        return
    account: Account | None = getattr(row, "account", None)
    if account and record in _LOGGED:
        log(account, _LOGGED[record][deleted_at is None], at=at, person=by)
    subject = account if account and record in _LOGGED else by
    rule = deletable(record, policy_on(at))
    event = DELETED if deleted_at else TAKEN_BACK
    note(event, at=at, rule=rule, subject=subject.pseudonym, counts={"record": record})
