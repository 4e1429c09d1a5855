"""The second wall: a customer's request cannot reach past it, whatever its queries forget.

The first wall is that every query of a page starts from whoever is signed in. Behind the second,
PostgreSQL itself shows the rows of that person and their accounts only: see
`policy/row_security.py` for its policies and `build_wall.py` for the rights.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from troth.accounts.models import Membership, Person
from troth.core.enforces import enforces
from troth.policy.row_security import CUSTOMER, FELLOWS, OWN

# The keys are looked up before the role is taken, after which they could not be trusted. The
# setting is one of a transaction, so that a pooler may hand the connection to others.
_ENTER = f"""
    SELECT set_config('{OWN}', (ARRAY[%(person)s] || ARRAY(
            SELECT account_id FROM {Membership._meta.db_table} WHERE person_id = %(person)s
        ))::text, true),
        set_config('{FELLOWS}', ARRAY(
            SELECT f.person_id FROM {Membership._meta.db_table} m
            JOIN {Membership._meta.db_table} f USING (account_id) WHERE m.person_id = %(person)s
        )::text, true),
        set_config('role', '{CUSTOMER}', true)
"""
_LEAVE = f"""
    SELECT set_config('role', 'none', true), set_config('{OWN}', '', true),
        set_config('{FELLOWS}', '', true)
"""


@enforces("feature.security-measures")
@contextmanager
def behind_wall(person: Person) -> Iterator[None]:
    """Run a block in one transaction that reads and writes only what is this person's.

    That is rows about them and the accounts that they belong to, and to read also the people of
    those accounts. An exception takes everything back. Afterwards the connection is the platform's.
    """
    within = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_ENTER, {"person": person.pk})
        yield
        # The end of the transaction, or going back in it, ends the role. A savepoint does not.
        if within and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(_LEAVE)
