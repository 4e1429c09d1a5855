"""`migrate`: Django's own, with the second wall out of its way and around whatever has come.

A database without tables begins as what is known of it: see `core/database/new.py`.
"""

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor

from troth.core.database.new import make_tables
from troth.wall.build import build_wall, lower_wall


class Command(migrate.Command):
    """Django's command, followed by `build_wall`."""

    def handle(self, *args: Any, **options: Any) -> None:
        looked = options["plan"] or options["check_unapplied"]
        ours = not looked and options["database"] == DEFAULT_DB_ALIAS
        if ours and not (options["app_label"] or options["fake"]):
            make_tables()
        if ours and _has_to_do():
            lower_wall()
        super().handle(*args, **options)
        if ours:
            build_wall()


def _has_to_do() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
