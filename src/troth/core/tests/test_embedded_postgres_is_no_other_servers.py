"""What the environment says of another PostgreSQL server leads no connection there."""

from urllib.parse import quote

from troth.core.tests.embedded_postgres import holder, python, scratch_home

CONNECT = """
server.create_database(home, "troth")
with connect("troth") as connection:
    print(connection.execute("SELECT current_database(), current_setting('work_mem')").fetchone())
"""


def test_libpqs_variables_are_left_aside() -> None:
    others = {
        "PGHOST": "db.example",
        "PGHOSTADDR": "192.0.2.1",
        "PGPORT": "5433",
        "PGUSER": "somebody",
        "PGSERVICE": "elsewhere",
        "PGOPTIONS": "-c work_mem=64kB",
        "PGSSLMODE": "verify-full",
        "PGREQUIREAUTH": "scram-sha-256",
        "PGTARGETSESSIONATTRS": "standby",
        "PGCONNECT_TIMEOUT": "soon",
        "PGDATA": "/elsewhere",
    }
    with scratch_home() as home:
        assert python(CONNECT, home, **others) == "('troth', '4MB')\n"


BY_URL = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT current_user")
    print(cursor.fetchone())
"""


def test_a_url_leads_where_it_says() -> None:
    with scratch_home() as home, holder(home):
        socket_dir = python("print(server.start(home))", home).strip()
        url = f"postgresql://postgres@{quote(socket_dir, safe='')}/postgres?connect_timeout=3"
        others = {"PGHOSTADDR": "192.0.2.1", "PGUSER": "somebody", "PGDATABASE": "elsewhere"}
        settings = {"DJANGO_SETTINGS_MODULE": "troth.settings", "DATABASE_URL": url}
        assert python(BY_URL, home, **settings, **others) == "('postgres',)\n"
