"""Homes for tests that call `troth` as somebody does: the database of each is a copy of one."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from troth.testing.database import migrations

TROTH = (sys.executable, "-m", "troth")
_NOT_ITS_OWN = ("DATABASE_URL", "PLAIN_HTTP", "SECRET_KEY", "STAFF_TWO_STEPS", "TAX_NUMBER")


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a command of this home is called with."""
    mine = {name: value for name, value in os.environ.items() if name not in _NOT_ITS_OWN}
    own = {"TROTH_HOME": str(home), "DJANGO_SETTINGS_MODULE": "troth.settings"}
    return mine | own | more


def troth(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Call a command of this home, and wait for its end."""
    return subprocess.run(
        [*TROTH, *arguments],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=120,
    )


def migrated(home: Path) -> Path:
    """Make a home, in a directory or for a new one, in which all migrations have run.

    That takes longer than all that a test does then, so it is copied from one that stays.
    """
    home.mkdir(exist_ok=True)
    # As it is: root's PostgreSQL runs as another user, whose the data stays.
    subprocess.run(["cp", "-a", f"{_made_once()}/.", home], check=True)
    return home


def _made_once() -> Path:
    """The home that the others are copies of; it stays while the migrations are the same."""
    homes = Path(settings.TROTH_HOME, "homes")
    homes.mkdir(parents=True, exist_ok=True)
    # Root's PostgreSQL runs as another user; a test that called a command here left its umask.
    homes.chmod(0o711)
    made, draft = homes / migrations(), homes / "draft"
    with (homes / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another worker may be making it
        if not made.exists():
            for former in [each for each in homes.iterdir() if each.is_dir()]:
                shutil.rmtree(former)
            done = troth(draft, "manage", "migrate")
            assert done.returncode == 0, done.stderr
            draft.rename(made)
    return made
