"""Keeps a backup of a demo as it is today: `python -m troth.testing.keep_backup`.

Tests put it back and upgrade it as long as there is a way from then to now. Nobody in it is real.
"""

import os
import subprocess
import sys
import tarfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

KEPT = Path(__file__).with_name("backups")


def keep(name: str) -> Path:
    """Make a demo of a few accounts, back it up as a provider does, and pack that; where it is."""
    with TemporaryDirectory() as directory:
        Path(directory).chmod(0o711)  # root's PostgreSQL runs as another user
        environment = os.environ | {"TROTH_HOME": f"{directory}/home"}
        for command in (
            ["demo", "--accounts", "8", "--no-serve"],
            ["journal", "checkpoint"],
            ["backup", f"{directory}/{name}"],
        ):
            subprocess.run([sys.executable, "-m", "troth", *command], env=environment, check=True)
        packed = KEPT / f"{name}.tar.xz"
        with tarfile.open(packed, "w:xz", preset=9) as archive:
            archive.add(f"{directory}/{name}", name)
    return packed


if __name__ == "__main__":
    print(keep(f"{date.today()}"))
