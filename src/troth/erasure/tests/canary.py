"""Fill every classified column with a token that stands nowhere else, and look for it."""

import os
import subprocess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models

from troth.core.postgres.server import binaries
from troth.policy.declare import PersonalData, declarations

# Columns whose values have a form of their own. Their canaries are values of that form.
FORMED = {
    "email": "{}@customer.example",
    "address": "{}@customer.example",
    "ip": "198.51.100.7",
    "author_ip": "198.51.100.8",
}


def fill(token: str) -> dict[tuple[str, str], str]:
    """Write `token` and the column's name into every classified text of every row.

    Returns the canary of each (table, column).
    """
    canaries: dict[tuple[str, str], str] = {}
    for model, declaration in declarations().items():
        if not isinstance(declaration, PersonalData):
            continue
        for name in declaration.classified:
            field: Any = model._meta.get_field(name)
            if not isinstance(field, (models.CharField, models.TextField)) or field.primary_key:
                continue
            if field.choices or name in ("rule", "channel", "kind", "change_message", "country"):
                continue
            label = f"{token}{len(canaries)}z"
            value = FORMED.get(name, "{}").format(label)
            longest = field.max_length or 1000
            assert len(value) <= longest, (model, name)
            if model._default_manager.exists():
                # Unique columns get the row's key as well, so that no two are the same.
                _write(model, name, value, unique=field.unique)
                canaries[model._meta.db_table, str(field.column)] = label
    return canaries


def _write(model: type[models.Model], name: str, value: str, *, unique: bool) -> None:
    for row in model._default_manager.all():
        written = value.replace("@", f"-{row.pk}@") if unique else value
        model._default_manager.filter(pk=row.pk).update(**{name: written})


def dump() -> str:
    """The whole database as pg_dump writes it."""
    database = connection.get_connection_params()
    command = [str(binaries() / "pg_dump"), "--inserts"]
    for option, key in (("-h", "host"), ("-p", "port"), ("-U", "user")):
        if database.get(key):
            command += [option, str(database[key])]
    environment = {**os.environ, "PGPASSWORD": str(database.get("password", ""))}
    done = subprocess.run(
        [*command, str(database["dbname"])], capture_output=True, env=environment, check=True
    )
    return done.stdout.decode()


def files() -> dict[Path, bytes]:
    """Every file of the installation but the database's own, which `dump` reads, and its log."""
    found = {}
    for home in (Path(settings.TROTH_HOME), Path(settings.MEDIA_ROOT)):
        for path in home.rglob("*"):
            inside = path.is_file() and "postgres/" not in str(path.relative_to(home))
            if inside or path == Path(settings.TROTH_HOME) / "postgres" / "log":
                found[path] = path.read_bytes()
    return found
