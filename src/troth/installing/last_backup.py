"""When `troth backup` last made one here, and where: the first line of a file in `TROTH_HOME`."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

_FILE = "last-backup"


def keep_last_backup(at: datetime, to: Path) -> None:
    """Remember that a backup was begun at a moment, and is whole in a directory."""
    settings.TROTH_HOME.joinpath(_FILE).write_text(f"{at.isoformat()} {to}\n", encoding="utf-8")


def last_backup() -> tuple[datetime, str] | None:
    """When the last one was begun, and in which directory it is; None where none is known."""
    try:
        at, _, to = settings.TROTH_HOME.joinpath(_FILE).read_text("utf-8").strip().partition(" ")
        return datetime.fromisoformat(at), to
    except (OSError, ValueError):
        return None
