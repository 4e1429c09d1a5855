"""What stands around an installation: a proxy that speaks HTTPS, and what starts it."""

import getpass
import os
import re
import sys
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from troth.core.errors import TrothError

_TEXTS = Path(__file__).with_name("samples")


class _Text(Template):
    """A text in which `@word` stands for something: `$` is nginx's own."""

    delimiter = "@"


def in_front(*, site: str, home: Path) -> dict[str, str]:
    """The files, by their names, for a site and a home; they start the `troth` that runs this."""
    parts = urlsplit(site)
    port = parts.port or 443
    told = {
        "host": parts.hostname or "",
        "port": str(port),
        "beside": "" if port == 443 else f":{port}",
        "home": _unit(str(home)),
        "folder": os.getcwd().replace("%", "%%"),
        "user": getpass.getuser(),
        "troth": _called(),
    }
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(_TEXTS.iterdir())}
    return {name: _Text(text).substitute(told) for name, text in texts.items()}


def _called() -> str:
    """How this very `troth` is called from anywhere."""
    called = Path(sys.argv[0]).absolute()
    if called.name == "troth":
        return f'"{_unit(str(called))}"'
    return f'"{_unit(sys.executable)}" -m troth'


def _unit(text: str) -> str:
    """A text as it stands between quotes in a unit of systemd."""
    return re.sub(r'(["\\])', r"\\\1", text).replace("%", "%%")


def write_in_front(*, site: str, home: Path) -> Path:
    """Write them into the home, over those of before; returns the directory.

    Raises TrothError where they cannot be written.
    """
    to = home / "in-front"
    try:
        to.mkdir(parents=True, exist_ok=True)
        for name, text in in_front(site=site, home=home).items():
            (to / name).write_text(text, encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise TrothError(f"{to}: {reason}; make that possible for this user.") from None
    return to
