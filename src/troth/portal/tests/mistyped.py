"""Every form of every page, sent with what should never have been typed.

Nothing breaks, each mistake is told, and what was typed stands in the page again. No line and no
text is taken that holds what nobody sees.
"""

import random
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.gates.models import Acknowledgement
from troth.portal.tests.addresses import every_address
from troth.portal.tests.html_forms import Field, Form, forms_of
from troth.portal.tests.visitors import client_of, content_of, tried
from troth.requests.ask import ask
from troth.requests.desk.acts import _STEPS as STEPS
from troth.requests.take_in import take_in
from troth.testing import make
from troth.testing.browser import PASSWORD

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
    "d\u202eevil",
    "9" * 400,
    "-1",
    "NaN",
    '{"id": "\\ud800\\u0000"}',
    "%s %(name)s {0} {{ x }}",
    "A@B@CUSTOMER.EXAMPLE",
    "x\r\nBcc: friend@customer.example",
]
# They fit a field, by its kind, and are longer once they are stored in one spelling.
GROWING = {
    "email": "İ" * 200 + "@customer.example",
    "tel": "03012345678901;ext=12345678901234567890",
    "text": "ﷺ" * 20,
}
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
SCRIPT = "<script>alert"
STATUSES = (200, 302, 400, 401, 403, 404, 405, 409, 410, 413, 429)


def mistakes_of(
    visitor: str, policies: list[str], visitors: Visitors, path_of: PathOf
) -> list[str]:
    """What is wrong with the answers to every form of a visitor, each sent once."""
    chance, known, wrong = random.Random(1899), set[tuple[str, ...]](), []
    client, paths = signed_in(visitors[visitor]), pages(path_of, visitor)
    for policy in policies:
        in_force(policy, visitors[visitor])
        for path in [*paths, *(steps(visitors, policy) if "staff" in visitor else [])]:
            with tried(client):
                page = client.get(path)
                for form in forms_of(text_of(page)):
                    if (same := alike(form, path)) not in known:
                        known.add(same)
                        wrong += list(mistakes(client, path, form, chance))
    assert known
    return wrong


def pages(path_of: PathOf, visitor: str) -> list[str]:
    """Staff try their desk, all others the rest.

    Nothing is changed among the records, and the question after signing out elsewhere is asked
    again until it is answered.
    """
    at_desk = visitor.startswith("staff")
    routes = [route for route in every_address() if route.startswith("desk/") == at_desk]
    left_out = ("sign-out/", "identity/sign-out/")
    return [path_of(route) for route in routes if not route.startswith(left_out)]


def steps(visitors: Visitors, policy: str) -> list[str]:
    """The pages of every step with a request of every right, and with a mail."""
    owner, now = visitors["owner"], timezone.now()
    assert owner
    text, found = "Please erase me.", []
    mail = take_in("x@y.example", text, mail_id=policy, asked_at=now, at=now, genuine=False)
    assert mail
    for right in {word for _rule, word, _right in make.policy(policy).tables.rights()}:
        with suppress(TrothError):  # what cannot be asked by e-mail
            asked = ask(owner, right, at=now, channel="registered-email")
            found += [f"/desk/requests/{asked.pk}/{name}/" for name in ("carry-out", *STEPS)]
    return [*found, f"/desk/requests/{mail.pk}/sort/"]


def alike(form: Form, path: str) -> tuple[str, ...]:
    """What forms have in common that one piece of code takes: where they go, and their fields.

    The search stands on every page of the desk, and a step at each request.
    """
    return re.sub(r"\d+", "1", form.action or path), *form.fields


def of_outer_lines(fields: Iterable[Field]) -> list[Field]:
    """The fields without those of lines between the first and the last, which are read alike."""
    by_line = [(each, re.match(r"line(\d+)-", each.name)) for each in fields]
    numbers = {int(line[1]) for _each, line in by_line if line}
    outer = {min(numbers, default=0), max(numbers, default=0)}
    return [each for each, line in by_line if not line or int(line[1]) in outer]


def signed_in(person: Person | None) -> Client:
    """A browser whose visitor has just proved who they are, and that sees failures as they do."""
    client = client_of(person)
    client.raise_request_exception = False
    if person:
        make.verified(person)
        client.post("/security/it-is-me/password/", {"password": PASSWORD})
    return client


def in_force(policy: str, reader: Person | None) -> None:
    """Put a policy in force, read and acknowledged, or accepted."""
    published = make.in_force(policy)
    if reader:
        Acknowledgement.objects.get_or_create(
            person=reader, policy=published.digest, defaults={"at": timezone.now()}
        )
        make.has_accepted(reader, at=timezone.now())


def text_of(answer: Any) -> str:
    """A page; empty for a file."""
    content = content_of(answer)
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return content.decode() if is_page else ""


def failure(answer: Any) -> str:
    """What became of a request, for whoever reads that this test has failed."""
    return f"{answer.status_code} {getattr(answer, 'exc_info', None)}"


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
    typed = [each for each in fields if each.is_typed and each.kind != "password"]
    for i in range(len(TYPED) if typed else 0):
        bad = {each.name: TYPED[(i + j) % len(TYPED)] for j, each in enumerate(typed)}
        yield {**usual, **{name: [value] for name, value in bad.items()}}, bad
    for each in of_outer_lines(typed):
        for value in (chance.choice(TYPED), GROWING.get(each.kind, "")):
            yield {**usual, each.name: [value]}, {each.name: value}
    for each in of_outer_lines(fields):
        if each.kind == "password":
            yield {**usual, each.name: [chance.choice(TYPED)]}, {}
        elif each.kind == "file":
            for name, content in FILES:
                yield {**usual, each.name: SimpleUploadedFile(name, content)}, {}
        elif each.name != "csrfmiddlewaretoken" and not each.is_typed:
            for value in chance.sample(HIDDEN, 1):
                yield {**usual, each.name: [value]}, {}
            yield {**usual, each.name: HIDDEN}, {}
    for each in [] if form.sends_itself else buttons:
        yield {**usual, each.name: [chance.choice(HIDDEN)]}, {}


def hidden_in(form: Form, bad: dict[str, str]) -> list[str]:
    """The lines and texts that hold what nobody sees. Of a day, number or address more is told."""
    return [
        name
        for name, value in bad.items()
        if value == "d\u202eevil"
        and form.fields[name].kind not in ("date", "email", "number")
        and name not in ("code", "confirmation")
    ]


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


def mistakes(client: Client, path: str, form: Form, chance: random.Random) -> Iterator[str]:
    """What is wrong with the answers to a form."""
    for typed, bad in tries(form, chance):
        with tried(client):
            answer = client.post(form.action or path, typed)
            html = text_of(answer)
        where = f"{form.action or path} {typed}"
        if answer.status_code not in STATUSES:
            yield f"{where}: {failure(answer)}"
        if SCRIPT in html:
            yield f"{where}: unescaped"
        if answer.status_code in (200, 302) and "cannot be displayed" not in html:
            yield from (f"{where}: {name} is taken" for name in hidden_in(form, bad))
        if answer.status_code != 200 or not html:
            continue
        if 'role="alert"' not in html and 'role="status"' not in html:
            yield f"{where}: no word on what is wrong"
        again = [each for each in forms_of(html) if each.fields.keys() >= bad.keys()]
        for name, value in bad.items():
            shown = [text.strip() for each in again for text in each.fields[name].values]
            value = value.replace("\r\n", "\n").strip()  # as whatever reads a page has it
            # A NUL cannot stand in a page.
            if value and "\0" not in value and value not in shown:
                yield f"{where}: {name} is lost"
