"""For migrations: e-mail addresses that an earlier release has stored get their one spelling."""

from contextlib import suppress
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from troth.core.email_address import canonical

_MAY_DIFFER = r"[^!-~]|[A-Z]|xn--"  # which ASCII alone in small letters does not


def respell(room: str, model: str, *columns: str) -> migrations.RunPython:
    """The step of a migration that does so in columns that may hold an address more than once."""

    def step(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for column in columns:
            for row, address in misspelled(apps.get_model(room, model), column):
                type(row)._default_manager.filter(pk=row.pk).update(**{column: address})

    return migrations.RunPython(step, migrations.RunPython.noop)


def misspelled(model: Any, column: str) -> list[tuple[Any, str]]:
    """The rows whose address is spelled in another way than it is stored now, with the new one."""
    rows = model._default_manager.filter(**{f"{column}__regex": _MAY_DIFFER}).order_by("pk")
    found = []
    for row in rows.only("pk", column):
        with suppress(ValueError):  # no address
            if (address := canonical(getattr(row, column))) != getattr(row, column):
                found.append((row, address))
    return found
