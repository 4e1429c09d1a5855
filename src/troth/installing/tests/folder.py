"""A folder in which somebody sets up an installation."""

import subprocess
from pathlib import Path

from troth.testing.home import TROTH, environment, migrated

ANSWERS = {
    "name": "Example Hosting",
    "country": "de",
    "email": "privacy@host.example",
    "language": "en",
    "owner": "me@host.example",
}


def folder(at: Path) -> Path:
    """One whose tables have been made already, which takes longest."""
    at.chmod(0o711)  # root's PostgreSQL runs as another user
    migrated(at / ".troth")
    return at


def setup(
    at: Path, *options: str, mail: str = "file:mail", **answers: str
) -> subprocess.CompletedProcess[str]:
    """Run it where nobody sits at a terminal."""
    flags = [f"--{word.replace('_', '-')}={value}" for word, value in answers.items() if value]
    more = {"MAIL_URL": mail} if mail else {}
    return subprocess.run(
        [*TROTH, "setup", *flags, *options],
        cwd=at,
        env=environment(at / ".troth", **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
