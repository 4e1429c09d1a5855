import logging
import re
from io import StringIO

import pytest
from django.test import Client

from troth.core.log import Formatter
from troth.testing import make
from troth.testing.browser import customer

pytestmark = pytest.mark.django_db

LINE = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [A-Z]+ django\.[\w.]+ \d{3} [A-Z]+ /\S*\n"
)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What is written to the log of the settings."""
    written = StringIO()
    handlers = logging.getLogger().handlers
    (ours,) = (each for each in handlers if isinstance(each.formatter, Formatter))
    monkeypatch.setattr(ours, "stream", written)
    return written


def test_with_its_moment_and_page_and_without_whom_or_what_it_was_about(log: StringIO) -> None:
    make.in_force("softsys")
    client = Client(enforce_csrf_checks=True)
    client.force_login(customer())
    client.get("/desk/requests/7/?q=secret")
    assert LINE.fullmatch(log.getvalue())
    assert log.getvalue().endswith(" /desk/requests/<int:number>/\n")
    client.post("/profile/", {"name": "secret"})
    assert log.getvalue().endswith(" 403 POST /profile/\n") and "secret" not in log.getvalue()


def test_what_is_mistyped_is_none(log: StringIO) -> None:
    make.in_force("softsys")
    Client().get("/nowhere/")
    Client().post("/")
    assert log.getvalue() == ""


@pytest.mark.parametrize("end", ["%0A", "%0D", "%E2%80%A8", "%C2%85", "%1B[2K"])
def test_no_address_begins_a_line_of_its_own(log: StringIO, end: str) -> None:
    Client().get(f"/a{end}2026-01-01", headers={"host": "elsewhere.example"})
    first, *code = log.getvalue().splitlines()
    assert re.search(r" 400 GET /a\\\S+2026-01-01$", first)
    assert not any(line.startswith("2026") for line in code)
    assert log.getvalue().split("\n")[0].isprintable()
