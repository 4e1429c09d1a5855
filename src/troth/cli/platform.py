"""Get the platform ready for a command: settings, models, and tables that are up to date."""

import os
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import django
from django.apps import apps
from django.db import connection
from django.utils.module_loading import module_has_submodule

from troth.core.database.alone import alone
from troth.core.errors import TrothError
from troth.core.limits import LONG, limited

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader


def ready(*, database: bool = True) -> None:
    """Load the settings and models, and bring the database's tables up to date.

    Starts the embedded server when there is no DATABASE_URL, or leaves the `database` alone.
    Calling it again costs little. Raises TrothError when there can be no server or a newer
    release has upgraded the database, which is then left as it is, and
    django.db.OperationalError when the server of DATABASE_URL does not answer.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.settings")
    if not apps.ready:  # a second time the log would go to what is standard error now
        django.setup()
    if database and not _up_to_date():
        # Two commands may start at the same moment: one waits as long as the other takes for it.
        with limited(None), alone("migrate", wait=True):
            if not _up_to_date():
                _migrate()


def _up_to_date() -> bool:
    from django.db.migrations.executor import MigrationExecutor

    from troth.wall.build import wall_stands

    if _has_the_same():
        return wall_stands()
    executor = MigrationExecutor(connection)
    # Before anything is built: this release's wall would not fit the newer one's tables.
    if newer := _newer(executor.loader):
        raise TrothError(newer)
    to_do = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not to_do and wall_stands()


def _has_the_same() -> bool:
    """Whether the database has every migration that there is here, and no other.

    By their names: to read what hundreds of them do takes longer than many a command.
    """
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    here = set()
    for app in apps.get_app_configs():
        module, _explicit = MigrationLoader.migrations_module(app.label)
        if module_has_submodule(app.module, "migrations"):
            paths = import_module(module or "").__path__
            here |= {(app.label, each.name) for each in iter_modules(paths)}
    return here == MigrationRecorder(connection).applied_migrations().keys()


def upgraded_meanwhile() -> str:
    """What to do where a newer release has upgraded the database of a process that runs; or none.

    Whatever fails then does so as a whole: the tables' own constraints see to it.
    """
    from django.db.migrations.loader import MigrationLoader

    return _newer(MigrationLoader(connection))


def _newer(loader: "MigrationLoader") -> str:
    """What to do where the database has a migration that this release does not; or none."""
    known = {*loader.disk_migrations}.union(*(m.replaces for m in loader.disk_migrations.values()))
    unknown = sorted(loader.applied_migrations.keys() - known)
    if not unknown:
        return ""
    return (
        f"This database was upgraded by a newer Troth, whose migration {'.'.join(unknown[0])} is "
        "unknown here; upgrade this installation too."
    )


@limited(LONG)
def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
