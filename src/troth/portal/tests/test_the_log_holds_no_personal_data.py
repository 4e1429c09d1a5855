import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.test import Client

from troth.accounts.sessions import SessionStore
from troth.core.log import Formatter
from troth.people.pages import invitations
from troth.publishing.pages import policy
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What is logged of failed requests."""
    log = StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(Formatter("%(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield log
    logger.removeHandler(handler)


def broken(*args: object, **more: object) -> None:
    raise RuntimeError


def test_a_failure_is_logged_without_what_it_was_about(
    log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.in_force("softsys")

    def fail(*args: object, **more: object) -> None:
        try:
            raise KeyError("inner@customer.example")
        except KeyError as error:
            raise ValueError("Key (email)=(secret@customer.example) already exists") from error

    monkeypatch.setattr(policy, "policy_on", fail)
    Client(raise_request_exception=False).get("/privacy/?email=typed@customer.example")
    written = log.getvalue()
    assert "500 GET /privacy/" in written
    assert "builtins.ValueError" in written and "builtins.KeyError" in written
    assert "policy.py" in written
    assert "customer.example" not in written


def test_a_page_that_fails_is_logged_without_the_secret_of_its_link(
    log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.in_force("softsys")
    monkeypatch.setattr(invitations, "find_invitation", broken)
    Client(raise_request_exception=False).get("/invitations/s3cret/")
    assert "500 GET /invitations/<str:secret>/\n" in log.getvalue()
    assert "s3cret" not in log.getvalue()


def test_what_fails_before_the_page_is_logged_without_it_too(
    log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.in_force("softsys")
    client = Client(raise_request_exception=False)
    client.force_login(make.person())
    monkeypatch.setattr(SessionStore, "load", broken)
    client.get("/invitations/s3cret/")
    assert "500 GET /invitations/<str:secret>/\n" in log.getvalue()
    assert "s3cret" not in log.getvalue()


def test_the_settings_use_it() -> None:
    handlers = logging.getLogger().handlers
    assert any(isinstance(handler.formatter, Formatter) for handler in handlers)
