"""Fixtures of all tests: a signing key of their own, and a database that is soon emptied."""

import gc
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import TransactionTestCase, client
from django.utils import translation
from pytest_django import Settings

from troth.testing.browser import browser, open_page  # noqa: F401  (fixtures)
from troth.testing.connections import nothing_without_leave, watch  # noqa: F401  (a fixture)
from troth.testing.database import (  # noqa: F401  (fixtures)
    django_db_createdb,
    django_db_keepdb,
    django_db_setup,
    empty,
)
from troth.testing.imap import imap_server, post_box  # noqa: F401  (fixtures)
from troth.testing.mail import mailbox  # noqa: F401  (a fixture)
from troth.testing.openid import openid_provider  # noqa: F401  (a fixture)
from troth.testing.passable import passable  # noqa: F401  (a fixture)
from troth.testing.pooler import behind_pooler  # noqa: F401  (a fixture)
from troth.testing.pretend.counterpart import made_up, pretend  # noqa: F401  (fixtures)
from troth.testing.sms import sms_server  # noqa: F401  (a fixture)
from troth.testing.third_party import plaid  # noqa: F401  (a fixture)
from troth.testing.token_server import token_server  # noqa: F401  (fixture)


def pytest_configure() -> None:
    """Whatever reaches out, is heard of from the beginning."""
    watch()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What stays until the end, all tests and modules, is not searched for garbage."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def emptied_fast() -> Iterator[None]:
    """Django's own way of emptying the database after a test that commits takes far longer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


@pytest.fixture(autouse=True)
def gateways_of_this_test_alone() -> Iterator[None]:
    """Those that a test has switched on are known until its end."""
    yield
    from troth.gateways.installed import made

    made.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def each_look_asks() -> Iterator[None]:
    """Whoever has just paid at a gateway that is made up looks again within the same second."""
    from troth.gateways import ask_lately

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ask_lately, "HELD_FOR", 0)
        yield


@pytest.fixture(scope="session", autouse=True)
def a_page_and_not_its_parts() -> Iterator[None]:
    """Django would copy what is known at every template that a page is made of, each little part.

    `answer.context` is what the page itself was given.
    """
    whole = client.store_rendered_templates  # type: ignore[attr-defined]

    def kept(store: dict[str, Any], **told: Any) -> None:
        if not store:
            whole(store, **told)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "store_rendered_templates", kept)
        yield


@pytest.fixture(autouse=True)
def key_file(settings: Settings, tmp_path: Path) -> Path:
    """Where this test's signing key is made; the journal's copy and files lie beside it."""
    settings.JOURNAL_KEY = tmp_path / "journal.key"
    settings.JOURNAL_COPY = tmp_path / "journal.jsonl"
    settings.WITNESS_KEY = tmp_path / "witness.key"
    settings.WITNESS_MEMORY = tmp_path / "witness"
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "journal.key"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request leaves its language to the thread that answered it; the next test has its own."""
    yield
    translation.deactivate()


@pytest.fixture
def in_utc(settings: Settings) -> None:
    """For tests with moments and days of their own, whatever zone the tests are run in."""
    settings.TIME_ZONE = "UTC"
