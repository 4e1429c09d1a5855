# ruff: noqa: F811  (fixtures are imported)
"""A card number typed into every field of every form is refused with a word, and stored nowhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from troth.portal.tests.html_forms import Form, forms_of
from troth.portal.tests.mistyped import (
    PathOf,
    Visitors,
    in_force,
    pages,
    signed_in,
    steps,
    text_of,
    usual_of,
)
from troth.portal.tests.visitors import (
    path_of,  # noqa: F401  (a fixture)
    tried,
    visitors,  # noqa: F401  (a fixture)
)

pytestmark = pytest.mark.django_db

CARD = "4111 1111 1111 1111"


@pytest.mark.parametrize(
    ("visitor", "policies"),
    [
        ("stranger", ["ispsystem", "soffront"]),
        ("owner", ["ispsystem", "soffront"]),
        ("staff: owner", ["ispsystem", "soffront"]),
    ],
)
def test_wherever_it_is_typed(
    visitor: str, policies: list[str], visitors: Visitors, path_of: PathOf
) -> None:
    client, paths = signed_in(visitors[visitor]), pages(path_of, visitor)
    known, told, stored = set[tuple[str, ...]](), 0, []
    for policy in policies:
        in_force(policy, visitors[visitor])
        more = ["/contact/inquiry/"] if visitor == "stranger" else []
        if visitor.startswith("staff"):
            more = steps(visitors, policy)
        for path in [*paths, *more]:
            with tried(client):
                forms = forms_of(text_of(client.get(path)))
            for form in forms:
                same = (path, *form.fields)
                if same not in known:
                    known.add(same)
                    for field, answer, holding in sent(client, path, form):
                        told += "looks like a card number" in text_of(answer)
                        stored += [f"{path}: {field} is in {table}" for table in holding]
    assert told and not stored, "\n".join(stored)


def sent(client: Client, path: str, form: Form) -> Iterator[tuple[str, Any, list[str]]]:
    """Each field that a card number was typed into, the answer, and the tables that hold it."""
    fields = form.fields.values()
    buttons = [] if form.sends_itself else [each for each in fields if each.is_button][-1:]
    usual = {each.name: usual_of(each) for each in fields if not each.is_button}
    usual |= {each.name: each.values for each in buttons}
    for each in form.typed:
        if each.kind not in ("password", "date", "number"):
            with tried(client):
                typed = {**usual, each.name: [f"Card@{CARD}" if each.kind == "email" else CARD]}
                answer = client.post(form.action or path, typed)
                yield each.name, answer, tables_with_it()


def tables_with_it() -> list[str]:
    """The tables a row of which holds the number, with spaces or without."""
    names = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    rows = " UNION ALL ".join(
        f"SELECT '{name}' FROM \"{name}\" t WHERE t::text ~ '4111 ?1111 ?1111 ?1111'"
        for name in sorted(set(names))
    )
    with connection.cursor() as cursor:
        cursor.execute(rows)
        return [name for (name,) in cursor.fetchall()]
