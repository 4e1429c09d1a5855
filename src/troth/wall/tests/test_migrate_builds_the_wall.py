"""`migrate` builds the second wall, also where the database's owner is an ordinary user."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from troth.accounts.models import Account, Person
from troth.core.errors import TrothError
from troth.policy.declare import declarations
from troth.policy.desk_views import STAFF
from troth.policy.row_security import CUSTOMER
from troth.testing import make
from troth.wall import build as module
from troth.wall.build import build_wall, lower_wall, wall_stands
from troth.wall.enter import behind_wall

pytestmark = pytest.mark.django_db


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_it_stands_and_is_left_alone_until_something_changes() -> None:
    assert wall_stands()
    with CaptureQueriesContext(connection) as queries:
        build_wall()
    assert not [q for q in queries if "POLICY" in q["sql"]]
    run("COMMENT ON TABLE accounts_person IS 'of an older version'")
    assert not wall_stands()
    for _ in range(2):
        call_command("migrate", verbosity=0)
        assert wall_stands()


def test_no_table_is_within_reach_that_no_declaration_names() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT table_name FROM information_schema.role_column_grants "
            "WHERE grantee = %s",
            [CUSTOMER],
        )
        reached = {table for (table,) in cursor.fetchall()}
    declared = declarations().items()
    assert reached == {model._meta.db_table for model, data in declared if data.customers}


@pytest.fixture
def provider() -> Iterator[str]:
    """An ordinary user who owns the tables, as whom the test runs. The wall is an old one."""
    name = f"provider_{uuid4().hex[:8]}"
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'VIEW ' || oid::regclass FROM pg_class WHERE relkind = 'v' "
            "AND starts_with(relnamespace::regnamespace::text, 'public_') "
            "UNION ALL SELECT 'FUNCTION ' || oid::regproc FROM pg_proc "
            "WHERE starts_with(pronamespace::regnamespace::text, 'public_')"
        )
        made = [name for (name,) in cursor.fetchall()]
    run(
        f"CREATE ROLE {name}",
        f"GRANT CREATE ON SCHEMA public TO {name}",
        *(f'ALTER TABLE "{table}" OWNER TO {name}' for table in tables),
        f"ALTER FUNCTION {CUSTOMER}_refused OWNER TO {name}",
        *(f"ALTER SCHEMA public_{of} OWNER TO {name}" for of in ("customer", "desk")),
        *(f"ALTER {each} OWNER TO {name}" for each in made),
        "COMMENT ON TABLE accounts_person IS 'of an older version'",
        f"SET LOCAL SESSION AUTHORIZATION {name}",
    )
    yield name
    run("RESET SESSION AUTHORIZATION")


def test_who_may_not_make_the_role_is_told_what_to_have_done(provider: str) -> None:
    with pytest.raises(TrothError) as told:
        build_wall()
    line = f"run in this database: GRANT {CUSTOMER} TO {provider}; GRANT {STAFF} TO {provider};"
    assert line in str(told.value).replace('"', "")
    run("RESET SESSION AUTHORIZATION", f"GRANT {CUSTOMER}, {STAFF} TO {provider}")
    run(f"SET LOCAL SESSION AUTHORIZATION {provider}")

    build_wall()

    assert wall_stands()
    make.account()
    me = make.owner(make.account())
    with behind_wall(me):
        assert (Account.objects.count(), Person.objects.count()) == (1, 1)


def test_who_may_make_the_role_needs_nobody(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ROLES", (f"customer_of_{provider}",))
    run("RESET SESSION AUTHORIZATION", f"ALTER ROLE {provider} CREATEROLE")
    run(f"SET LOCAL SESSION AUTHORIZATION {provider}")
    for _ in range(2):
        module.make_what_lacks()
    run(f"SET LOCAL ROLE customer_of_{provider}", "RESET ROLE")


def test_what_stands_in_the_way_of_a_migration_is_lowered() -> None:
    lower_wall()
    for column in ("city", "reseller"):
        run(f"ALTER TABLE accounts_account DROP {column}")
