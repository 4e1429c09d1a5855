"""Every form of every page, sent with what should never have been typed.

Nothing breaks, each mistake is told, and what was typed stands in the page again.
"""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from time import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.desk.acts import _STEPS as STEPS
from troth.portal.tests.addresses import every_address
from troth.portal.tests.html_forms import Field, Form, forms_of
from troth.portal.tests.test_every_address_is_for_whom_it_says import (
    client_of,
    content_of,
    path_of,  # noqa: F401  (a fixture)
    visitors,  # noqa: F401  (a fixture)
)
from troth.privacy.models import Acknowledgement
from troth.privacy.requests.ask import ask
from troth.privacy.requests.take_in import take_in
from troth.privacy.running import policy_on
from troth.testing import make
from troth.testing.browser import PASSWORD

pytestmark = pytest.mark.django_db

PathOf = Callable[[str], str]
Visitors = dict[str, Person | None]
Sent = dict[str, Any]

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
SCRIPT = b"<script>alert"
STATUSES = (200, 302, 400, 403, 404, 409, 429)
QUERY = ["q", "page", "older", "newer", "after", "of", "before", "kind", "month", "right"]
QUERY += ["next", "policy", "state", "assigned", "channel", "tonight"]
IN_QUERY = ["", "abc", "-1", "9" * 400, "a\x00b", "<script>alert(1)</script>", "9999-99", "0001-01"]
NUMBERS = ["0", str(2**63), "9" * 40, "1"]
SLUGS = ["a", "-", "x" * 300, "___"]
WORDS = ["%00", "%FF", "%E2%98%82" * 90, "%3Cscript%3Ealert(1)"]
IN_QUERY += ["1-1", "9999999999999999-1", "1.5", "Пётр", "2026-13", "a" * 5_000]


@pytest.mark.parametrize(
    ("policy", "visitor"),
    [
        ("softsys", "stranger"),
        ("websoft", "stranger"),
        ("softsys", "owner"),
        ("ispsystem", "owner"),
        ("websoft", "owner"),
        ("softsys", "staff: owner"),
        ("websoft", "staff: owner"),
    ],
)
def test_no_form_breaks(policy: str, visitor: str, visitors: Visitors, path_of: PathOf) -> None:  # noqa: F811
    client = signed_in(visitors[visitor], policy)
    paths = [*pages(path_of, visitor), *steps(visitors)]
    chance, known, wrong = random.Random(1899), set[tuple[str, ...]](), []
    n = 0
    for path in paths:
        with tried(client):
            page = client.get(path)
            html = content_of(page).decode(errors="replace")
            for form in forms_of(html) if page["Content-Type"].startswith("text/html") else []:
                same = (form.action or path, *form.fields)
                if same not in known:
                    known.add(same)
                    for typed, bad in tries(form, chance):
                        n += 1
                        found = mistakes(client, path, form, typed, bad)
                        wrong += [f"{path} {typed}: {why}" for why in found]
    print("POSTS", policy, visitor, n, len(known), *sorted({k[0] for k in known}), sep="\n  ")
    import json
    open(f"/tmp/nasty-{policy}-{visitor.replace(': ', '-')}.json", "w").write(json.dumps(wrong, indent=1))
    assert known and not wrong, "\n".join(wrong)


@pytest.mark.parametrize("visitor", ["stranger", "owner", "staff: owner"])
def test_no_query_breaks(visitor: str, visitors: Visitors, path_of: PathOf) -> None:  # noqa: F811
    client = signed_in(visitors[visitor])
    wrong = []
    for path in pages(path_of, visitor):
        for i in range(0, len(IN_QUERY), 3):
            query = {name: IN_QUERY[(i + j) % len(IN_QUERY)] for j, name in enumerate(QUERY)}
            with tried(client):
                answer = client.get(path, query)
                if answer.status_code not in (*STATUSES, 405, 410) or SCRIPT in content_of(answer):
                    wrong.append((path, query, answer.status_code, str(getattr(answer, "exc_info", None))[:300]))
    assert not wrong


@pytest.mark.parametrize("visitor", ["stranger", "owner", "staff: owner"])
def test_no_made_up_address_breaks(visitor: str, visitors: Visitors, path_of: PathOf) -> None:  # noqa: F811
    client = signed_in(visitors[visitor])
    wrong = []
    for route in every_address():
        for i in range(4):
            path = "/" + re.sub("<int:\\w+>", NUMBERS[i], route)
            path = re.sub("<uuid:\\w+>", "00000000-0000-0000-0000-000000000000", path)
            path = re.sub("<slug:\\w+>", SLUGS[i], path)
            path = re.sub("<(str:)?\\w+>", WORDS[i], path)
            if "<" not in route:
                continue
            for send in (client.get, client.post):
                with tried(client):
                    answer = send(path)
                    if answer.status_code not in (*STATUSES, 405, 410) or SCRIPT in content_of(answer):
                        wrong.append((path, answer.status_code, str(getattr(answer, "exc_info", None))[:300]))
    assert not wrong


@contextmanager
def tried(client: Client) -> Iterator[None]:
    """What is done is taken back; the browser is as it was before."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def pages(path_of: PathOf, visitor: str) -> list[str]:  # noqa: F811
    """Staff try their desk, all others the rest. Nothing is changed among the records."""
    at_desk = visitor.startswith("staff")
    routes = [route for route in every_address() if route.startswith("desk/") == at_desk]
    left_out = ("sign-out/", "desk/records/")
    return [path_of(route) for route in routes if not route.startswith(left_out)]


def steps(visitors: Visitors) -> list[str]:  # noqa: F811
    """The pages of every step with a request of every right, and with a mail."""
    owner, now = visitors["owner"], timezone.now()
    assert owner
    paths = []
    for right in policy_on(now.date()).tables.right.values():
        with suppress(TrothError):
            asked = ask(owner, right.right, at=now, channel="email", sender=owner.email)
            paths += [f"/desk/requests/{asked.pk}/{name}/" for name in ("carry-out", *STEPS)]
    text = "Please erase me."
    mail = take_in("x@y.example", text, mail_id="<1>", asked_at=now, at=now, genuine=False)
    assert mail
    return [*paths, f"/desk/requests/{mail.pk}/sort/"]


def signed_in(person: Person | None, policy: str = "softsys") -> Client:
    """A browser whose visitor has just proved who they are, and that sees failures as they do."""
    now = timezone.now()
    if policy != "softsys":
        make.in_force(policy)
    client = client_of(person)
    client.raise_request_exception = False
    if person:
        make.verified(person)
        Acknowledgement.objects.get_or_create(
            person=person, policy=make.policy(policy).digest, defaults={"at": now}
        )
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time()}]
        session.save()
    return client


def tries(form: Form, chance: random.Random) -> Iterator[tuple[Sent, dict[str, str]]]:
    """What is sent, and what of it was typed badly: every value in every field now or then."""
    buttons = [each for each in form.fields.values() if each.is_button]
    fields = [each for each in form.fields.values() if not each.is_button]
    usual = {each.name: usual_of(each) for each in fields}
    if buttons and not form.sends_itself:
        usual[buttons[-1].name] = buttons[-1].values
    yield {}, {}
    yield {name: [*values, *values] for name, values in usual.items()}, {}
    yield {**usual, "is_staff": ["on"], "id": ["1"], "a\x00b": ["a\x00b"]}, {}
    typed = [each.name for each in fields if each.is_typed and each.kind != "password"]
    for i in range(len(TYPED) if typed else 0):
        bad = {name: TYPED[(i + j) % len(TYPED)] for j, name in enumerate(typed)}
        yield {**usual, **{name: [value] for name, value in bad.items()}}, bad
    for name in typed:
        for value in chance.sample(TYPED, 3):
            yield {**usual, name: [value]}, {name: value}
    for each in fields:
        if each.kind == "password":
            yield {**usual, each.name: [chance.choice(TYPED)]}, {}
        elif each.kind == "file":
            for name, content in FILES:
                yield {**usual, each.name: [SimpleUploadedFile(name, content)]}, {}
        elif each.name != "csrfmiddlewaretoken" and not each.is_typed:
            for value in chance.sample(HIDDEN, 3):
                yield {**usual, each.name: [value]}, {}
            yield {**usual, each.name: HIDDEN}, {}
    for each in buttons:
        yield {**usual, each.name: [chance.choice(HIDDEN)]}, {}


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
    client: Client, path: str, form: Form, typed: Sent, bad: dict[str, str]
) -> Iterator[str]:
    """What is wrong with the answer to a form, of which `bad` is to be shown again."""
    with tried(client):
        for values in typed.values():
            for value in values:
                if isinstance(value, SimpleUploadedFile):
                    value.seek(0)
        answer = client.post(form.action or path, typed)
        content = content_of(answer)
    if answer.status_code not in STATUSES:
        yield f"status {answer.status_code} {getattr(answer, 'exc_info', ('', ''))[1]!r}"
    if not answer["Content-Type"].startswith("text/html"):
        return
    if SCRIPT in content:
        yield "unescaped"
    if answer.status_code != 200:
        return
    html = content.decode()
    if 'role="alert"' not in html:
        yield "no word on what is wrong"
    again = [each for each in forms_of(html) if each.fields.keys() >= bad.keys()]
    for name, value in bad.items():
        shown = [text.strip() for each in again for text in each.fields[name].values]
        # A NUL cannot stand in a page.
        if value.strip() and "\x00" not in value and value.strip() not in shown:
            yield f"{name} is lost"
