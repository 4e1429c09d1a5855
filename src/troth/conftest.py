"""Fixtures of all tests: a signing key of their own, and a database that may be emptied."""

from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from troth.testing.browser import browser, open_page  # noqa: F401  (fixtures)
from troth.testing.imap import imap_server, post_box  # noqa: F401  (fixtures)
from troth.testing.mail import mailbox  # noqa: F401  (a fixture)
from troth.testing.openid import openid_provider  # noqa: F401  (a fixture)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Tests with real transactions are cleaned up by TRUNCATE, which the journal refuses."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_no_truncate")
        cursor.execute(
            "ALTER TABLE journal_checkpoint DISABLE TRIGGER journal_checkpoint_no_truncate"
        )


@pytest.fixture(autouse=True)
def key_file(settings: Settings, tmp_path: Path) -> Path:
    """Where this test's signing key is made."""
    settings.JOURNAL_KEY = tmp_path / "journal.key"
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "journal.key"
