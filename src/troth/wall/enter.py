"""The second wall: a customer's request cannot reach past it, whatever its queries forget.

The first wall is that every query of a page starts from whoever is signed in. Behind the second,
PostgreSQL itself shows the rows of that person and their accounts only: see
`policy/row_security.py` for its policies and `build_wall.py` for the rights.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache

from django.db import connection, transaction

from troth.accounts.models import Membership, Person, Subject
from troth.accounts.scopes import CATEGORIES
from troth.policy.declare import FELLOWS, MEMBER, OWNER
from troth.policy.desk_views import AT_DESK, READS, STAFF
from troth.policy.row_security import CUSTOMER, scopes, setting
from troth.policy.subject_views import BEHIND_WALL

# Where the platform finds the tables, while another role looks into a schema of its views.
_PATH = "troth.path"
_KEEP_PATH = f"set_config('{_PATH}', current_setting('search_path'), true)"
_AS_PLATFORM = f"""
    set_config('role', 'none', true), set_config('search_path', coalesce(
        nullif(current_setting('{_PATH}', true), ''), current_setting('search_path')), true)
"""


@cache
def _enter() -> str:
    """The statement that looks up the keys of a person, scope by scope, and takes the role.

    The keys are looked up before, after which they could not be trusted. The settings are those of
    a transaction, so that a pooler may hand the connection to others.
    """
    mine = Membership._meta.db_table
    limits = Person._meta.get_field("read_limits").related_model._meta.db_table
    shut = f"""
        SELECT l.category FROM {limits} l JOIN {mine} o ON o.person_id = l.person_id
        WHERE o.account_id = {mine}.account_id AND o.role = '{Membership.Role.OWNER}'
    """
    opened = {OWNER: "false", MEMBER: "true"} | {
        scope: f"'{scope}' = ANY (string_to_array(scopes, ' ')) AND restricted_at IS NULL"
        f" AND NOT ARRAY({shut}) && ARRAY{list(CATEGORIES.get(scope, ['']))}::varchar[]"
        for scope in scopes()
    }
    settings = [
        f"set_config('{setting(scope)}', (ARRAY[%(person)s] || array_agg(account_id) "
        f"FILTER (WHERE role = '{Membership.Role.OWNER}' OR ({test})))::text, true)"
        for scope, test in opened.items()
    ]
    return f"""
        SELECT {", ".join(settings)}, set_config('{setting(FELLOWS)}', ARRAY(
            SELECT f.person_id FROM {mine} m JOIN {mine} f USING (account_id)
            WHERE m.person_id = %(person)s
        )::text, true), {_KEEP_PATH},
        set_config('search_path', quote_ident(current_schema() || '{BEHIND_WALL}') || ', '
            || current_setting('search_path'), true), set_config('role', '{CUSTOMER}', true)
        FROM {mine} JOIN {Subject._meta.db_table} s ON s.id = account_id
        WHERE person_id = %(person)s
    """


@cache
def _leave() -> str:
    """The statement that gives the role back and forgets the keys."""
    every = (_PATH, *map(setting, (OWNER, MEMBER, *scopes(), FELLOWS)))
    forgotten = (f"set_config('{name}', '', true)" for name in every)
    return f"SELECT {_AS_PLATFORM}, {', '.join(forgotten)}"


@contextmanager
def behind_wall(person: Person) -> Iterator[None]:
    """Run a block in one transaction that reads and writes only what is this person's.

    That is rows about them, of each account that they belong to as much as their scopes open, and
    to read also the people of those accounts. An exception takes everything back. Afterwards the
    connection is the platform's.
    """
    within = connection.in_atomic_block
    with transaction.atomic(), _behind():
        with connection.cursor() as cursor:
            cursor.execute(_enter(), {"person": person.pk})
        yield
        # The end of the transaction, or going back in it, ends the role. A savepoint does not.
        if within and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(_leave())


_AT_DESK = f"""
    SELECT {_KEEP_PATH},
        set_config('search_path', quote_ident(current_schema() || '{AT_DESK}'), true),
        set_config('{READS}', %s::text[]::text, true), set_config('role', '{STAFF}', true)
"""
_FROM_DESK = f"""
    SELECT {_AS_PLATFORM}, set_config('{READS}', '', true), set_config('{_PATH}', '', true)
"""


@contextmanager
def behind_desk(reads: Collection[str]) -> Iterator[None]:
    """Run a block in which staff read columns of these categories, and nothing is written.

    Columns of other categories are empty. An exception takes the block back.
    """
    with transaction.atomic(), _behind(), connection.cursor() as cursor:
        cursor.execute(_AT_DESK, [list(reads)])
        yield
        cursor.execute(_FROM_DESK)


@contextmanager
def beyond_wall() -> Iterator[None]:
    """Run statements of a verb as the platform, whether or not it was called behind the wall.

    For what follows from an act and is neither shown nor chosen by whoever acts. An exception
    leaves the role to the transaction, which it takes back.
    """
    if not is_behind():
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('role'), current_setting('search_path'), " + _AS_PLATFORM
        )
        role, path, *_none = cursor.fetchone()
        yield
        cursor.execute(
            "SELECT set_config('search_path', %s, true), set_config('role', %s, true)", [path, role]
        )


def is_behind() -> bool:
    """Whether this is behind a wall."""
    return getattr(connection, "is_behind_wall", False)


@contextmanager
def _behind() -> Iterator[None]:
    """Have it noted where it holds: of this thread's connection."""
    before = is_behind()
    connection.is_behind_wall = True  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.is_behind_wall = before  # type: ignore[attr-defined]
