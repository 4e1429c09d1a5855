"""Put a policy in force."""

from datetime import date, datetime

from troth.core.enforces import enforces
from troth.core.errors import TrothError
from troth.journal.append import append
from troth.policy.compile import compile
from troth.policy.declare import declarations
from troth.policy.diff import diff
from troth.policy.parse import Policy
from troth.privacy.models import PublishedPolicy
from troth.privacy.running import policy_on


@enforces("change")
def publish(policy: Policy, *, at: datetime) -> PublishedPolicy:
    """Publish `policy`; it runs from its effective day, or after the notice that is due.

    A material change to a policy that promises notice (`[change] notice`) takes effect when the
    notice has run, counted from `at`. Publishing the text that is already the latest changes
    nothing. Raises PolicyError when the policy cannot run on the platform's models; the running
    policy then stays as it is.
    """
    compile(policy, declarations())
    latest = PublishedPolicy.objects.order_by("pk").last()
    if latest and latest.digest == policy.digest:
        return latest
    if latest and latest.published_at > at:
        raise TrothError("A later policy is published already; give a later time.")
    in_force_from = max(policy.tables.policy.effective, _notice_ends(policy, at))
    published = PublishedPolicy.objects.create(
        digest=policy.digest,
        version=policy.tables.policy.version,
        source=policy.source,
        published_at=at,
        in_force_from=in_force_from,
    )
    append("policy.published", at=at, policy=policy.digest)
    return published


def _notice_ends(policy: Policy, at: datetime) -> date:
    running = policy_on(at.date(), missing_ok=True)
    if running is None or not any(change.material for change in diff(running, policy)):
        return at.date() if running else date.min
    notice = running.tables.change.notice
    return notice.after(at.date()) if notice else at.date()
