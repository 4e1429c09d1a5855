"""`migrate`: Django's own, and then the second wall around what has come or changed."""

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS

from troth.wall.build import build_wall


class Command(migrate.Command):
    """Django's command, followed by `build_wall`."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        looked = options["plan"] or options["check_unapplied"]
        if not looked and options["database"] == DEFAULT_DB_ALIAS:
            build_wall()
