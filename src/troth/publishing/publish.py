"""Put a policy in force."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection

from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.policy.declare import PersonalData, declarations
from troth.policy.parse import Policy, require_complete
from troth.policy.version import LANGUAGE
from troth.publishing.coming import told_changes
from troth.publishing.events import PUBLISHED, SIGNED_OFF
from troth.publishing.evidence import note
from troth.publishing.models import PublishedPolicy
from troth.publishing.running import WrittenLaterError, compiled, policy_on, runs_on

# The advisory lock of everybody who publishes: at first there is no row to lock.
_LOCK = int.from_bytes(b"publish")


@act
def publish(policy: Policy, *, at: datetime, editorial_by: UUID | None = None) -> PublishedPolicy:
    """Publish `policy`; it runs from its effective day, or after the notice that is due.

    editorial_by: who of the staff answers for it, by their name in the journal, that the changed
    prose means what it meant before; then it waits for no notice.

    A change of which people are told (`[change] about`) in a policy that promises notice takes
    effect when the notice has run, counted from `at`; nothing before what was published earlier,
    which would overtake it. Publishing the text that is already the latest changes nothing. Where
    the policy in force cannot run on this release, nothing runs until another one does: it then
    takes effect at once. Raises PolicyError when the policy is not complete or cannot run on the
    platform's models, TrothError when it has no rule for data that is here or when nobody can
    sign its prose off, and WrittenLaterError when a newer release has published one; the running
    policy then stays as it is.
    """
    require_complete(policy)
    compiled(policy)
    _after_the_other()
    latest = PublishedPolicy.objects.order_by("pk").last()
    if latest and latest.language > LANGUAGE:
        raise WrittenLaterError(latest.version, latest.language)
    stopped = not runs_on(at)
    if latest and latest.digest == policy.digest and not stopped:
        return latest
    if latest and latest.published_at > at:
        raise TrothError("A later policy is published already; give a later time.")
    _refuse_to_leave_unkept(policy)
    editorial = editorial_by is not None
    if stopped:
        first_day = max(policy.tables.policy.effective, day_at(at))
    else:
        if editorial:
            _refuse_to_sign_off(at)
        first_day = in_force_from(policy, latest, at=at, editorial=editorial)
    published = PublishedPolicy.objects.create(
        digest=policy.digest,
        version=policy.tables.policy.version,
        source=policy.source,
        published_at=at,
        in_force_from=first_day,
        editorial=editorial,
        language=LANGUAGE,
    )
    # After a backup was restored, the journal alone knows from when on it runs.
    known = {"in_force_from": first_day.isoformat(), "editorial": editorial}
    note(PUBLISHED, at=at, policy=policy, counts=known)
    if editorial_by:
        note(SIGNED_OFF, "change", at=at, policy=policy, subject=editorial_by)
    return published


def in_force_from(
    policy: Policy, latest: PublishedPolicy | None, *, at: datetime, editorial: bool = False
) -> date:
    """The first day of a policy that is published at a moment, `latest` being the one before."""
    return max(
        policy.tables.policy.effective,
        _notice_ends(policy, at, editorial=editorial),
        latest.in_force_from if latest else date.min,
    )


def _after_the_other() -> None:
    """Wait for whoever else is publishing: of two at once, the second sees what the first did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _refuse_to_sign_off(at: datetime) -> None:
    """Where every change waits, nobody can say of one that it does not."""
    running = policy_on(at, missing_ok=True)
    if running and running.tables.change.about == "all":
        raise TrothError(
            'The policy in force says about = "all" in [change]: every change waits for its '
            "notice, so nobody can sign this one off as editorial; leave that out."
        )


def _notice_ends(policy: Policy, at: datetime, *, editorial: bool) -> date:
    running = policy_on(at, missing_ok=True)
    if running is None or not told_changes(running, policy, editorial=editorial):
        return day_at(at) if running else date.min
    notice = running.tables.change.notice
    return notice.after(day_at(at)) if notice else day_at(at)


def _refuse_to_leave_unkept(policy: Policy) -> None:
    """Only what there is none of may be without a rule: see `Record.forms`."""
    for model, data in declarations().items():
        if not isinstance(data, PersonalData) or policy.tables.kept_by(data.record):
            continue
        if model._default_manager.exists():
            raise TrothError(
                f"There is data of the record {data.record}, which no rule of this policy keeps; "
                f"add [keep.{data.record}]."
            )
