"""After a backup was restored: put in force again the policies that were published since."""

from datetime import date

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.journal.models import Entry
from troth.policy.compile import compile
from troth.policy.parse import Policy, parse
from troth.policy.tables import schema
from troth.publishing.events import PUBLISHED
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import in_force_from
from troth.publishing.texts import text_of


@act
def publish_again(start: int) -> tuple[int, list[str]]:
    """Publish what the journal calls published from place `start` on, under the same days.

    Returns how many there were, and the digests of those whose text is not kept or cannot run
    here, which have to be published by hand. A second run finds nothing. The journal has their
    entries already.
    """
    done, lost = 0, []
    missing: list[PublishedPolicy] = []
    known = set(PublishedPolicy.objects.values_list("digest", "published_at"))
    latest = PublishedPolicy.objects.order_by("pk").last()
    entries = Entry.objects.filter(seq__gte=start, event=PUBLISHED).order_by("seq")
    for entry in entries:
        if (entry.policy, entry.at) in known:
            continue
        policy = runnable(entry.policy)
        if policy is None:
            lost.append(entry.policy)
            continue
        stated = entry.counts.get("in_force_from")
        if stated:
            first_day = date.fromisoformat(stated)
        else:
            # The entry of an earlier version: what was in force by then decides, and must be here.
            done += _insert(missing)
            first_day = in_force_from(policy, latest, at=entry.at)
        latest = PublishedPolicy(
            digest=policy.digest,
            version=policy.tables.policy.version,
            source=policy.source,
            published_at=entry.at,
            in_force_from=first_day,
            editorial=bool(entry.counts.get("editorial")),
        )
        missing.append(latest)
    return done + _insert(missing), lost


def _insert(missing: list[PublishedPolicy]) -> int:
    """Insert the policies in this order, and empty the list; how many there were."""
    done = len(PublishedPolicy.objects.bulk_create(missing))
    missing.clear()
    return done


def known_policy(digest: str) -> Policy | None:
    """The policy of that hash, published here or kept outside the database."""
    published = PublishedPolicy.objects.filter(digest=digest).first()
    if published is None:
        return runnable(digest)
    return parse(published.source.encode(), f"policy {published.version}", complete=False)


def runnable(digest: str) -> Policy | None:
    """The policy of that hash, if its text is kept outside the database and can run here."""
    text = text_of(digest)
    if text is None:
        return None
    try:
        policy = parse(text, f"policy {digest[:12]}", complete=False)
        compile(policy, schema())
    except TrothError:
        return None
    return policy if policy.digest == digest else None
