"""The texts of published policies, outside the database: the journal names them by their hash."""

import os
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from troth.core.provider import provider
from troth.publishing.models import PublishedPolicy


def folder() -> Path:
    """Where the texts lie: beside this host's copy of the journal."""
    return provider().journal_copy.parent / "policies"


def keep_texts() -> int:
    """Write the text of each published policy that is not there yet into a file; how many.

    A file is named by the SHA-256 of what it holds, and is whole or not there.
    """
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    digests = set(PublishedPolicy.objects.values_list("digest", flat=True))
    missing = {digest for digest in digests if text_of(digest) is None}
    for published in PublishedPolicy.objects.filter(digest__in=missing):
        draft = folder() / f"{published.digest}.{token_hex(8)}"
        with draft.open("xb") as file:
            file.write(published.source.encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, _file(published.digest))
    return len(missing)


def text_of(digest: str) -> bytes | None:
    """The text whose SHA-256 this is; None where there is no file that holds exactly that."""
    try:
        text = _file(digest).read_bytes()
    except OSError:
        return None
    return text if sha256(text).hexdigest() == digest else None


def _file(digest: str) -> Path:
    return folder() / f"{digest}.md"
