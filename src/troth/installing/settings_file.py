"""The file in which a home keeps its settings, for all of its commands."""

import os
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values, set_key

from troth.core.errors import TrothError


def settings_file() -> Path:
    """Where it lies: `settings.env` in `TROTH_HOME`."""
    return Path(os.environ.get("TROTH_HOME", ".troth")).absolute() / "settings.env"


def kept_settings() -> dict[str, str]:
    """What it says, by the names of the settings; empty where there is none."""
    kept = dotenv_values(settings_file(), interpolate=False)
    return {name: value for name, value in kept.items() if value is not None}


def keep_settings(settings: Mapping[str, str]) -> None:
    """Write settings into it; its other lines stay. Raises TrothError where that cannot be."""
    file = settings_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        for name, value in settings.items():
            set_key(file, name, value)
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise TrothError(f"{file}: {reason}; set TROTH_HOME to a folder of your own.") from None
