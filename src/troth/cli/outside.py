"""Read what others keep of ours."""

from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from troth.core.errors import TrothError

LONGEST = 1 << 20  # bytes; a checkpoint or a proof has some hundred
PATIENCE = 30  # seconds


def outside(place: str) -> str:
    """The text in a file or at an address (http or https), to be verified by its signature.

    Raises TrothError when it cannot be read.
    """
    try:
        if place.startswith(("http://", "https://")):
            with urlopen(place, timeout=PATIENCE) as answer:  # noqa: S310
                data = answer.read(LONGEST)
        else:
            with Path(place).open("rb") as file:
                data = file.read(LONGEST)
        return str(data, "utf-8")
    except (OSError, URLError, ValueError):
        raise TrothError(f"{place} is no checkpoint that can be read.") from None
