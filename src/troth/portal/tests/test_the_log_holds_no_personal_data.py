import logging
from io import StringIO

import pytest
from django.test import Client

from troth.core.log import Formatter
from troth.portal import public
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_a_failure_is_logged_without_what_it_was_about(monkeypatch: pytest.MonkeyPatch) -> None:
    make.in_force("softsys")
    log = StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(Formatter("%(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)

    def fail(*args: object, **more: object) -> None:
        try:
            raise KeyError("inner@customer.example")
        except KeyError as error:
            raise ValueError("Key (email)=(secret@customer.example) already exists") from error

    monkeypatch.setattr(public, "policy_on", fail)
    Client(raise_request_exception=False).get("/privacy/?email=typed@customer.example")
    logger.removeHandler(handler)

    written = log.getvalue()
    assert "500 GET /privacy/" in written
    assert "builtins.ValueError" in written and "builtins.KeyError" in written
    assert "public.py" in written
    assert "customer.example" not in written


def test_the_settings_use_it() -> None:
    handlers = logging.getLogger().handlers
    assert any(isinstance(handler.formatter, Formatter) for handler in handlers)
