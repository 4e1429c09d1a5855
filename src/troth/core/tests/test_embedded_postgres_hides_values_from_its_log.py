"""The server's log holds nothing that a statement, its parameters or a row contained."""

from troth.core.tests.embedded_postgres import python, scratch_home

FAIL_IN_EVERY_WAY = """
with connect() as connection:
    connection.execute("CREATE TABLE person (mail text PRIMARY KEY, CHECK (mail <> 'x'))")
    connection.execute("INSERT INTO person VALUES ('ada@example.org')")
    for statement, parameters in [
        ("INSERT INTO person VALUES ('ada@example.org')", None),
        ("INSERT INTO person VALUES (%b)", ["ada@example.org"]),
        ("INSERT INTO person VALUES ('x')", None),
        ("SELECT 'ada@example.org'::int", None),
        ("SELECT %b::int", ["ada@example.org"]),
        ("ada@example.org", None),
        ("DO $$ BEGIN RAISE WARNING 'ada@example.org'; END $$", None),
    ]:
        try:
            connection.execute(statement, parameters)
        except psycopg.Error:
            pass
    connection.execute("SELECT pg_terminate_backend(pg_backend_pid()), 'ada@example.org'")
"""


def test_the_log_holds_no_values() -> None:
    with scratch_home() as home:
        python(f"try:\n    exec({FAIL_IN_EVERY_WAY!r})\nexcept psycopg.Error:\n    pass", home)
        log = (home / "postgres" / "log").read_text()
        assert "terminating connection" in log
        assert "ada" not in log
        assert "person" not in log
