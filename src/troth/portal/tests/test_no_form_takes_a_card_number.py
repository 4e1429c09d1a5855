# ruff: noqa: F811  (fixtures are imported)
"""A card number typed into every field of every form is refused with a word, and stored nowhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from troth.gates.collect import AS_TYPED
from troth.portal.tests.html_forms import Field, Form, forms_of
from troth.portal.tests.mistyped import (
    PathOf,
    Visitors,
    alike,
    in_force,
    of_outer_lines,
    pages,
    signed_in,
    steps,
    text_of,
    usual_of,
)
from troth.portal.tests.visitors import (
    Written,
    path_of,  # noqa: F401  (a fixture)
    tried,
    visitors,  # noqa: F401  (a fixture)
)
from troth.testing.traces import CARD, UNSPACED, is_logged, kept_in, logged

pytestmark = pytest.mark.django_db

# What takes nothing that is so long: it says what it takes, and no card number is that.
_NARROW = {
    *("bic", "currency", "iban", "lines", "percent", "place", "slug"),  # of the desk
    *("code", "subject", "customer", "find"),
    "login",
}
_ALWAYS_ALIKE = ("/password/",)  # whatever address is typed, and nothing is kept of it


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
    known, wrong = set[tuple[str, ...]](), list[str]()
    for policy in policies:
        in_force(policy, visitors[visitor])
        more = ["/contact/inquiry/"] if visitor == "stranger" else []
        if visitor.startswith("staff"):
            more = steps(visitors, policy)
        for path in [*paths, *more]:
            with tried(client):
                forms = forms_of(text_of(client.get(path)))
            for form in forms:
                if (same := alike(form, path)) not in known:
                    known.add(same)
                    wrong += mistakes(client, path, form)
    assert known and not wrong, "\n".join(wrong)


def mistakes(client: Client, path: str, form: Form) -> Iterator[str]:
    """What is wrong with the answers to a form, of which each field is a card's number once."""
    fields = form.fields.values()
    buttons = [] if form.sends_itself else [each for each in fields if each.is_button][-1:]
    usual = {each.name: usual_of(each) for each in fields if not each.is_button}
    usual |= {each.name: each.values for each in buttons}
    written = Written()
    for each in of_outer_lines(fields):
        for value in values_for(each):
            tick = {AS_TYPED[each.name]: "on"} if each.name in AS_TYPED else {}
            with tried(client), logged() as log:
                answer = client.post(form.action or path, {**usual, **tick, each.name: [value]})
                html, kept = text_of(answer), kept_in(written.since())
            where = f"{form.action or path}: {each.name} ({each.kind})"
            yield from (f"{where} is in {table}" for table in kept)
            if is_logged(log):
                yield f"{where} is logged"
            if each.is_typed and not told(each, html) and path not in _ALWAYS_ALIKE:
                yield f"{where}: no word on it ({answer.status_code})"


def values_for(each: Field) -> list[Any]:
    """The number as it is typed into such a field, or sent in its place."""
    match each.kind:
        case _ if each.name == "csrfmiddlewaretoken":
            return []
        case "file":
            picture = b"\x89PNG\r\n\x1a\n" + bytes(100)
            return [SimpleUploadedFile(f"{UNSPACED}.png", picture, "image/png")]
        case "email":
            return [f"{UNSPACED}@card.example"]
        case "tel" | "text" | "textarea" | "search" | "":
            return [CARD, UNSPACED]
        case _:
            return [UNSPACED]


def told(each: Field, html: str) -> bool:
    """Whether whoever typed it reads why it is not taken."""
    if each.kind in ("date", "number", "password", "tel") or each.name in _NARROW:
        return 'role="alert"' in html
    return "looks like a card number" in html
