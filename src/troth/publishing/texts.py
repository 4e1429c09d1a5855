"""The texts of published policies, outside the database: the journal names them by their hash."""

from hashlib import sha256
from pathlib import Path

from troth.core.provider import provider
from troth.core.replace_file import replace_file
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
        replace_file(_file(published.digest), published.source.encode())
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
