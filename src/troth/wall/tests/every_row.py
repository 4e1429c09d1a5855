"""A made-up row of every table that is about somebody, and whose each row is."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q

from troth.accounts.models import Account, Person, Subject
from troth.accounts.scopes import SCOPES, scopes_of
from troth.billing.models import Posting
from troth.policy.declare import OWNER, PersonalData, declarations
from troth.policy.tables import foreign_keys_of, target_of
from troth.testing import make

Model = type[models.Model]


def about_somebody() -> dict[Model, PersonalData]:
    """The tables whose rows are about an account or a person, and those of these themselves."""
    found = declarations().items()
    return {m: data for m, data in found if isinstance(data, PersonalData) and data.subjects}


def with_every_row() -> Account:
    """An account, and for each table a row for each way in which one can be its own."""
    account = make.full_account()
    owner = make.owner(account)
    for subject in (account, owner):
        mine: dict[Model, Any] = {Account: account, Person: owner, Subject: subject}
        for model, data in about_somebody().items():
            if not data.is_subject and not data.owner:
                for lookup in data.subjects:
                    if subject is account or _of_anybody(model, lookup):
                        _row(model, mine, lookup)
    return account


def _of_anybody(model: Model, lookup: str) -> bool:
    return target_of(model._meta.get_field(lookup.partition("__")[0])) is Subject


def _row(model: Model, mine: dict[Model, Any], lookup: str = "") -> Any:
    """A row of mine by `lookup`, with no other foreign key than those it must have."""
    given, _, rest = lookup.partition("__")
    values = {}
    for field in model._meta.local_concrete_fields:
        if field in foreign_keys_of(model):
            if field.name == given or not field.null:
                target = target_of(field)
                # A part is about whom the row is about that it belongs to.
                way = rest or (given if hasattr(target, given or " ") else "")
                values[field.name] = mine.get(target) or _row(target, mine, way)
        elif not (field.has_default() or field.has_db_default() or field.null or _made(field)):
            values[field.name] = _value(field)
    if model is Posting:  # one alone does not sum to zero
        pair = [Posting(**values | {"amount": amount}) for amount in (1, -1)]
        return Posting.objects.bulk_create(pair)[0]
    return model._default_manager.create(**values)


def _made(field: Any) -> bool:
    """Whether the database makes the value."""
    return isinstance(field, models.AutoField)


def _value(field: Any) -> Any:
    match field:
        case ArrayField():
            return []
        case models.JSONField():
            return {}
        case models.BinaryField():
            return b""
        case models.BooleanField():
            return False
        case models.IntegerField():
            return 0
        case models.DateTimeField():
            return make.NOW
        case models.DateField():
            return make.NOW.date()
        case models.CharField() if field.blank and field.choices:
            return ""
        case models.EmailField():
            return f"{uuid4().hex}@customer.example"
        case _:
            return uuid4().hex[: field.max_length or 32]


def seen_rows() -> set[tuple[str, Any]]:
    """The rows that a query without a filter finds, by table and key."""
    found = set()
    with connection.cursor() as cursor:
        for model, data in declarations().items():
            if isinstance(data, PersonalData):
                table, key = model._meta.db_table, model._meta.pk.column
                cursor.execute(f'SELECT "{key}" FROM "{table}"')
                found |= {(table, row) for (row,) in cursor.fetchall()}
    return found


def own_rows(person: Person) -> set[tuple[str, Any]]:
    """The rows that are a person's, by table and key, as Django's joins find them."""
    accounts = {
        scope: [m.account_id for m in person.memberships.all() if scope in {*scopes_of(m), m.role}]
        for scope in (*SCOPES, OWNER)
    }
    members = person.memberships.values_list("account", flat=True)
    found = set()
    for model, data in about_somebody().items():
        opened = members if data.is_subject else accounts[data.scope]
        mine: dict[Model, Iterable[int]] = {
            Account: opened,
            Person: [person.pk],
            Subject: [person.pk, *opened],
        }
        test = Q(pk__in=mine[model]) if data.is_subject else Q()
        if data.by:
            test |= Q(**{data.by: person})
        # What carries no key of its own is seen by nobody; pages have no need of it.
        keyed = [lookup for lookup in data.subjects if "__" not in lookup]
        if data.is_subject or not keyed:
            keyed, test = [], test or Q(pk__in=[])
        for lookup in keyed:
            target = target_of(model._meta.get_field(lookup))
            test |= Q(**{f"{lookup}__in": mine[target]})
        rows = model._default_manager.filter(test).values_list("pk", flat=True)
        found |= {(model._meta.db_table, pk) for pk in rows}
    return found
