"""Writes down anew what a new database begins as: `python -m troth.testing.new_database`.

It need not be done for each migration: those that the file does not name are run after it.
"""

import os
import re
import subprocess

import django
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from troth.core.database.new import FILE
from troth.core.postgres.server import binaries
from troth.testing.release import database

# What differs from the dump: nothing in it is about psql, or about the session and the schema that
# it is restored in, and what is applied is so by now.
_DIFFERS = (
    (r"(?m)^(\\|SET |SELECT pg_catalog\.(set_config|setval)).*\n", ""),
    (r"--\n-- .*\n--\n", ""),
    (r"\n{3,}", "\n\n"),
    (r"\bpublic\.", ""),
    (r"SET search_path TO .*", "SET search_path FROM CURRENT"),
    (
        r"(?m)^(INSERT INTO django_migrations) VALUES \(\d+, (.*), '[^']*'\);\n+",
        r"\1 (app, name, applied) VALUES (\2, now());\n",
    ),
)


def written() -> str:
    """All that the migrations make in an empty database, and that they have been run."""
    with database():
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        connects = connection.get_connection_params()
        command = [str(binaries() / "pg_dump"), "--inserts", "--no-owner", "--no-privileges"]
        server = ["-h", connects["host"], "-p", str(connects["port"]), "-U", connects["user"]]
        text = subprocess.run(
            [*command, *server, connects["dbname"]], capture_output=True, text=True, check=True
        ).stdout
    for pattern, instead in _DIFFERS:
        text = re.sub(pattern, instead, text)
    return "SET LOCAL check_function_bodies = false;\n\n" + text.strip() + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.testing.settings")
    django.setup()
    FILE.write_text(written(), encoding="utf-8")
