"""What stands around an installation: a proxy that speaks HTTPS, and what starts it."""

import getpass
import os
import sys
from pathlib import Path
from string import Template

from troth.core.errors import TrothError

_TEXTS = Path(__file__).with_name("samples")


class _Text(Template):
    """A text in which `@word` stands for something: `$` is nginx's own."""

    delimiter = "@"


def in_front(*, host: str, home: Path) -> dict[str, str]:
    """The files, by their names, for a site and a home; they start the `troth` that runs this."""
    told = {
        "host": host,
        "home": str(home),
        "folder": os.getcwd(),
        "user": getpass.getuser(),
        "troth": _called(),
    }
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(_TEXTS.iterdir())}
    return {name: _Text(text).substitute(told) for name, text in texts.items()}


def _called() -> str:
    """How this very `troth` is called from anywhere."""
    called = Path(sys.argv[0]).absolute()
    return str(called) if called.name == "troth" else f"{sys.executable} -m troth"


def write_in_front(*, host: str, home: Path) -> Path:
    """Write them into the home, over those of before; returns the directory.

    Raises TrothError where they cannot be written.
    """
    to = home / "in-front"
    try:
        to.mkdir(parents=True, exist_ok=True)
        for name, text in in_front(host=host, home=home).items():
            (to / name).write_text(text, encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise TrothError(f"{to}: {reason}; make that possible for this user.") from None
    return to
