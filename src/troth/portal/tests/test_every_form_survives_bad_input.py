"""Every form of every page, sent with what should never have been typed.

Nothing breaks, each mistake is told, and what was typed stands in the page again.
"""

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from time import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from troth.accounts.models import Person
from troth.portal.tests.addresses import every_address
from troth.portal.tests.html_forms import Field, Form, forms_of
from troth.portal.tests.test_every_address_is_for_whom_it_says import (
    client_of,
    content_of,
    path_of,  # noqa: F401  (a fixture)
    visitors,  # noqa: F401  (a fixture)
)
from troth.testing import make
from troth.testing.browser import PASSWORD

pytestmark = pytest.mark.django_db

PathOf = Callable[[str], str]
Visitors = dict[str, Person | None]

TYPED = [
    "",
    "   ",
    "a" * 10_000,
    "Пётр 北京",
    "👩‍👩‍👧",
    "a\x00b",
    "<script>alert(1)</script>",
    "=1+1",
    "1899-12-31",
    "9999-99-99",
    "10000-01-01",
    "' OR 1=1 --",
    "\u202eevil",
    "9" * 400,
    "-1",
    "NaN",
    '{"id": "\\ud800\\u0000"}',
    "%s %(name)s {0} {{ x }}",
    "A@B@CUSTOMER.EXAMPLE",
    "x\r\nBcc: friend@customer.example",
]
HIDDEN = ["", "abc", "-1", str(2**63), "9" * 400, "a\x00b", "<script>alert(1)</script>", "[[[["]
FILES = [
    ("empty.png", b""),
    ("page.html", b"<script>alert(1)</script>"),
    ("../../etc/\x00passwd", b"\x89PNG\r\n\x1a\n"),
    ("x" * 300 + ".png", b"\x89PNG\r\n\x1a\n" + bytes(100)),
    ("huge.png", b"\x89PNG\r\n\x1a\n" + bytes(12 * 1024 * 1024)),
    ("copy.zip", b"PK\x03\x04" + bytes(50)),
    ("copy.json", b'{"person": "\\ud800"}'),
    ("copy.json", b"[" * 100_000),
]
STATUSES = (200, 302, 400, 403, 404, 409, 429)
QUERY = ["q", "page", "older", "newer", "after", "of", "before", "kind", "month", "right"]
QUERY += ["next", "policy", "state", "assigned", "channel", "tonight"]
IN_QUERY = ["", "abc", "-1", "9" * 400, "a\x00b", "<script>alert(1)</script>", "9999-99", "0001-01"]
IN_QUERY += ["1-1", "9999999999999999-1", "1.5", "Пётр", "2026-13", "a" * 5_000]


@pytest.mark.parametrize("policy", ["softsys", "ispsystem", "websoft"])
@pytest.mark.parametrize("visitor", ["stranger", "owner", "staff: owner"])
def test_no_form_breaks(policy: str, visitor: str, visitors: Visitors, path_of: PathOf) -> None:  # noqa: F811
    if policy != "softsys":
        if visitor == "staff: owner":
            pytest.skip("x")
        make.in_force(policy)
    wrong: list[str] = []
    client = signed_in(visitors[visitor])
    n = 0
    for path in paths(path_of):
        with transaction.atomic():
            kept = deepcopy(client.cookies)
            page = client.get(path)
            if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
                html = content_of(page).decode()
                for form in forms_of(html):
                    for sent in tries(form):
                        n += 1
                        wrong += [f"{path}: {why}" for why in mistakes(client, path, form, sent)]
            elif not page.streaming:
                pass
            transaction.set_rollback(True)
            client.cookies = kept
    print("POSTS", n)
    import json

    open(f"/tmp/nasty-{policy}-{visitor.replace(': ', '-')}.json", "w").write(
        json.dumps(wrong, indent=1)
    )
    assert not wrong, "\n" + "\n".join(wrong)


def paths(path_of: PathOf) -> list[str]:
    return [path_of(route) for route in every_address() if "sign-out" not in route]


def signed_in(person: Person | None) -> Client:
    """A client that has just proved who it is, and that sees failures as visitors do."""
    client = client_of(person)
    client.raise_request_exception = False
    if person:
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time()}]
        session.save()
    return client


Sent = dict[str, Any]


def tries(form: Form) -> Iterator[tuple[Sent, dict[str, str]]]:
    """What is sent, and what of it was typed badly."""
    usual = {name: usual_of(each) for name, each in form.fields.items()}
    yield usual, {}
    yield {}, {}
    yield {name: [*values, *values] for name, values in usual.items()}, {}
    yield {**usual, "is_staff": ["on"], "id": ["1"], "a\x00b": ["a\x00b"]}, {}
    for each in form.typed:
        for value in TYPED:
            yield {**usual, each.name: [value]}, {each.name: value}
    for i, _value in enumerate(TYPED):
        bad = {
            each.name: TYPED[(i + j) % len(TYPED)]
            for j, each in enumerate(form.typed)
            if each.kind != "password"
        }
        yield {**usual, **{name: [value] for name, value in bad.items()}}, bad
    for each in form.fields.values():
        if each.kind == "file":
            for name, content in FILES:
                yield {**usual, each.name: [SimpleUploadedFile(name, content)]}, {}
        elif not each.is_typed and each.name != "csrfmiddlewaretoken":
            yield {name: values for name, values in usual.items() if name != each.name}, {}
            for value in HIDDEN:
                yield {**usual, each.name: [value]}, {}
            yield {**usual, each.name: HIDDEN}, {}


def usual_of(each: Field) -> list[Any]:
    """What one would send: what the page has, or else what a person might fill in."""
    if each.is_chosen:
        filled = [choice for choice in each.choices if choice]
        return each.values or filled[:1]
    if each.kind == "file":
        return []
    if any(each.values):
        return each.values
    match each.kind:
        case "password":
            return [PASSWORD]
        case "email":
            return ["somebody.else@customer.example"]
        case "date":
            return ["2027-01-04"]
        case "hidden" | "button" | "submit":
            return each.values
        case _:
            return ["Something" if each.required else ""]


def mistakes(
    client: Client, path: str, form: Form, sent: tuple[Sent, dict[str, str]]
) -> Iterator[str]:
    """What is wrong with the answer to a form."""
    data, bad = sent
    kept = deepcopy(client.cookies)
    with transaction.atomic():
        for values in data.values():
            for value in values:
                if isinstance(value, SimpleUploadedFile):
                    value.seek(0)
        answer = client.post(form.action or path, data)
        body = content_of(answer)
        transaction.set_rollback(True)
    client.cookies = kept
    what = f"POST {form.action} { ({n: [str(x)[:30] for x in v] for n, v in data.items() if n != 'csrfmiddlewaretoken'}) } bad={ {n: v[:30] for n, v in bad.items()} } -> {answer.status_code}"
    if answer.status_code not in STATUSES:
        failure = answer.exc_info[1] if getattr(answer, "exc_info", None) else None
        import traceback

        where = ""
        if failure:
            where = " < ".join(
                f"{f.filename.split('/')[-1]}:{f.lineno}"
                for f in traceback.extract_tb(failure.__traceback__)[-7:]
            )
        yield f"BREAK {what}: {failure!r:.200} {where}"
        return
    if b"<script>alert" in body and answer["Content-Type"].startswith("text/html"):
        yield f"UNESCAPED {what}"
    if answer.status_code in (409,):
        import re

        txt = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", body.decode()))
        yield f"REFUSED {what} {txt[:300]}"
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return
    text = body.decode()
    again = next(
        (each for each in forms_of(text) if each.fields.keys() >= form.fields.keys()), None
    )
    if again is None:
        yield f"OTHERPAGE {what}"
        return
    if 'role="alert"' not in text:
        yield f"NOERROR {what}"
    for name, value in bad.items():
        if form.fields[name].kind == "password" or "\x00" in value:
            continue
        shown = again.fields[name].values
        if [value.strip()] != [each.strip() for each in shown] and (value.strip() or any(shown)):
            yield f"LOST {what} {name} {value[:30]!r} shown {[s[:30] for s in shown]}"
