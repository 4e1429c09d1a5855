"""The one way to write an entry as bytes, which is what the tree hashes."""

import json
from datetime import UTC

from troth.journal.models import Entry
from troth.journal.tree import leaf_hash

_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def leaf_data(entry: Entry) -> bytes:
    """The canonical bytes of an entry that has its `seq`, read from the database.

    JSON in UTF-8 with sorted keys and no spaces; the time in UTC by RFC 3339, with
    microseconds. `seq` is in it, so that two entries cannot change places; `id` is not, because
    it says nothing. Raises ValueError for an entry that no one has sequenced yet.
    """
    if entry.seq is None:
        raise ValueError("the entry has no place in the tree yet: call sequence() first")
    utc = entry.at.astimezone(UTC).replace(tzinfo=None)
    return _encode(
        {
            "at": utc.isoformat(timespec="microseconds") + "Z",
            "counts": entry.counts,
            "event": entry.event,
            "policy": entry.policy,
            "receipt": str(entry.receipt),
            "rule": entry.rule,
            "seq": entry.seq,
            "subject": str(entry.subject) if entry.subject else None,
        }
    ).encode()


def entry_hash(entry: Entry) -> bytes:
    """The RFC 6962 leaf hash of `leaf_data(entry)`, 32 bytes."""
    return leaf_hash(leaf_data(entry))
