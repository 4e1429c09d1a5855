"""A file whose row never came to stand is deleted, and no other."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from troth.cli import main
from troth.files.models import DoomedFile
from troth.support.models import TicketMessage
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def stored(name: str, *, days: int) -> Path:
    """A file that was written so many days before now."""
    path = Path(settings.MEDIA_ROOT) / default_storage.save(name, ContentFile(b"what was sent"))
    return aged(path, days=days)


def aged(path: Path, *, days: int) -> Path:
    then = path.stat().st_mtime - timedelta(days=days).total_seconds()
    os.utime(path, (then, then))
    return path


def test_it_goes_once_it_is_older_than_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    make.in_force()
    make.full_account(attachment=b"x")
    kept = aged(Path(TicketMessage.objects.exclude(attachment="").get().attachment.path), days=2)
    orphan, young = stored("attachments/a/file", days=2), stored("attachments/b/file", days=0)
    assert main(["keep"]) == 0
    assert kept.exists() and young.exists() and not orphan.exists()
    assert not DoomedFile.objects.exists()
