"""Django's connections, test databases and shell use the embedded server."""

from troth.core.tests.embedded_postgres import python, scratch_home, server_pid

SET_UP = """
import django
from django.conf import settings
settings.configure(
    TROTH_HOME=home,
    DATABASES={"default": {"ENGINE": "troth.core.postgres", "NAME": "troth"}},
)
django.setup()
from django.db import connection
def query(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        print(cursor.fetchone()[0], flush=True)
"""


def test_the_first_connection_starts_the_server_and_makes_the_database() -> None:
    with scratch_home() as home:
        assert python(SET_UP + "query('SELECT current_database()')", home) == "troth\n"
        assert server_pid(home) is None


def test_test_databases_are_made_and_dropped() -> None:
    make_and_drop = """
old = settings.DATABASES["default"]["NAME"]
connection.creation.create_test_db(verbosity=0)
query("SELECT current_database()")
connection.creation.destroy_test_db(old, verbosity=0)
query("SELECT count(*) FROM pg_database WHERE datname LIKE 'test%'")
"""
    with scratch_home() as home:
        assert python(SET_UP + make_and_drop, home) == "test_troth\n0\n"


def test_the_shell_opens_on_the_embedded_server() -> None:
    shell = 'connection.client.runshell(["-Atc", "SELECT current_database()"])'
    with scratch_home() as home:
        assert python(SET_UP + shell, home) == "troth\n"
