"""Read what others keep of ours."""

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from troth.core.errors import TrothError
from troth.core.leave import reaching

LONGEST = 1 << 20  # bytes; a checkpoint or a proof has some hundred
PATIENCE = 30  # seconds
_CHECKPOINT = re.compile(
    r"^.+\n[0-9]+\n[A-Za-z0-9+/]{43}=\n\n(?:— \S+ \S+(?:\n|\Z))+", re.MULTILINE
)


def outside(place: str) -> str:
    """The text in a file or at an address (http or https), to be verified by its signature.

    Raises TrothError when it cannot be read.
    """
    try:
        if place.startswith(("http://", "https://")):
            with (
                reaching("whoever keeps checkpoints of the journal, who is told nothing"),
                urlopen(place, timeout=PATIENCE) as answer,  # noqa: S310
            ):
                data = answer.read(LONGEST)
        else:
            with Path(place).open("rb") as file:
                data = file.read(LONGEST)
        return str(data, "utf-8")
    except (OSError, URLError, ValueError):
        raise TrothError(f"{place} is no checkpoint that can be read.") from None


def checkpoint_in(text: str) -> str:
    """The checkpoint that a mail holds, whole or its text alone; anything else as it is."""
    mail = message_from_bytes(text.encode(), policy=default)
    body = mail.get_body(("plain",)) if mail["From"] else None
    content = str(body.get_content()) if body else text
    found = _CHECKPOINT.search(content.replace("\r\n", "\n"))
    return found[0].removesuffix("\n") + "\n" if found else text
