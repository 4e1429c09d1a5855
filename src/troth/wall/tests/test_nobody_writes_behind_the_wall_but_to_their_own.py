"""Behind the wall, `UPDATE` and `DELETE` without `WHERE`, and rows for somebody else."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import (
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    connection,
    transaction,
)

from troth.accounts.models import Account, Activity, Membership, Person
from troth.billing.models import Invoice, InvoiceLine
from troth.erasure.models import Hold
from troth.journal.append import append
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.people.events import OPENED
from troth.requests.models import IdentityProof, RightsRequest
from troth.services.models import Service
from troth.testing import make
from troth.wall.enter import behind_wall
from troth.wall.tests.every_row import about_somebody, own_rows, with_every_row

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], Any]) -> bool:
    """Whether PostgreSQL refuses it: there is no right to it, or a policy forbids the row."""
    try:
        with transaction.atomic():
            act()
    except (NotSupportedError, ProgrammingError):
        return True
    return False


def written(statement: str) -> set[Any]:
    """The keys of the rows that a statement writes; none when it is refused. It is taken back."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        try:
            cursor.execute(statement)
            return {key for (key,) in cursor.fetchall()}
        except (ProgrammingError, IntegrityError):
            return set()
        finally:
            cursor.execute("ROLLBACK TO before")


def test_an_update_or_delete_that_forgot_its_filter() -> None:
    with_every_row()
    me = make.owner(with_every_row())
    own = own_rows(me)
    with behind_wall(me):
        for model in about_somebody():
            table, key = model._meta.db_table, model._meta.pk.column
            column = next(f.column for f in model._meta.local_concrete_fields if not f.primary_key)
            for act in (f'UPDATE "{table}" SET "{column}" = "{column}"', f'DELETE FROM "{table}"'):
                assert written(f'{act} RETURNING "{key}"') <= {pk for t, pk in own if t == table}


def test_a_row_is_neither_made_for_another_nor_given_to_them() -> None:
    other, mine = make.full_account(), make.full_account()
    me, stranger = make.owner(mine), make.owner(other)
    line = InvoiceLine.objects.exclude(invoice__account=mine).get()
    theirs = line.invoice
    asked = RightsRequest.objects.create(
        subject=stranger, right="access", rule="right.access", asked_at=make.NOW
    )
    with behind_wall(me):
        assert refused(lambda: make.service(other))
        assert refused(lambda: Service.objects.update(account=other))
        assert refused(lambda: InvoiceLine.objects.create(invoice=theirs, description="", amount=1))
        assert refused(lambda: make.message(stranger))
        assert refused(lambda: make.message(stranger, mine))
        assert refused(lambda: make.message(me, other))
        proof = {"subject": me, "content_type": "image/png", "key": b"", "received_at": make.NOW}
        with pytest.raises(IntegrityError), transaction.atomic():
            IdentityProof.objects.create(request=asked, **proof)
        assert refused(lambda: make.service(mine))  # no page makes one
        assert not refused(lambda: make.message(me, mine))


def test_nobody_joins_an_account_or_opens_one_by_themselves() -> None:
    other, mine = make.full_account(), make.full_account()
    me = make.owner(mine)
    friend = make.trusted(mine, make.person())
    with behind_wall(me):
        assert refused(lambda: make.trusted(other, me))
        assert refused(lambda: Membership.objects.filter(person=me).update(account=other))
        assert Membership.objects.filter(pk=friend.pk).update(scopes="billing") == 1
        assert refused(lambda: Account.objects.create(name="Another"))
        assert refused(lambda: Person.objects.create_user("new@customer.example"))


@pytest.mark.parametrize(
    "power", [{"is_staff": True}, {"is_superuser": True}, {"staff_role": "owner"}]
)
def test_nobody_makes_a_member_of_staff_of_themselves(power: dict[str, Any]) -> None:
    me = make.owner(make.full_account())
    with behind_wall(me):
        assert refused(lambda: Person.objects.filter(pk=me.pk).update(**power))
        assert not refused(lambda: Person.objects.filter(pk=me.pk).update(name="Another Name"))


def test_what_is_evidence_is_only_added_to() -> None:
    account = make.full_account()
    entry = append(OPENED, at=make.NOW)
    with behind_wall(make.owner(account)):
        for model in (Invoice, Activity, Message, Entry):
            everything: Any = model._default_manager.all()
            assert refused(partial(everything.update, id=0))
            assert refused(partial(everything._raw_delete, "default"))
        assert refused(lambda: Hold.objects.update(reason=""))
        append(OPENED, at=make.NOW)
        assert Entry.objects.filter(pk=entry.pk).exists()


def test_a_request_about_oneself_names_nobody_else() -> None:
    me, stranger = make.owner(make.account()), make.owner(make.account())
    asked = {"right": "access", "rule": "right.access", "channel": "portal", "asked_at": make.NOW}
    with behind_wall(me):
        assert refused(lambda: RightsRequest.objects.create(subject=stranger, **asked))
        assert refused(lambda: RightsRequest.objects.create(person=me, **asked))
        mine = RightsRequest.objects.create(subject=me, person=me, **asked)
        again = RightsRequest.objects.filter(pk=mine.pk)
        assert refused(lambda: again.update(verified_at=make.NOW))
        assert not refused(lambda: again.update(text="As soon as you can."))
