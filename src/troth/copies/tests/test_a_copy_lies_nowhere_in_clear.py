"""A copy that is handed out at once is encrypted where it waits to be sent."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from django.test import Client

from troth.testing import make

pytestmark = pytest.mark.django_db


def without_a_name() -> list[bytes]:
    """The content of this process's files that have no name on a disk."""
    found = []
    for each in Path("/proc/self/fd").iterdir():
        try:
            target = os.readlink(each)
        except FileNotFoundError:
            continue
        if target.startswith("/") and target.endswith("(deleted)"):
            found.append(each.read_bytes())
    return found


def test_what_waits_to_be_sent_cannot_be_read(client: Client) -> None:
    make.in_force("soffront")
    person = make.verified(make.owner(make.full_account()))
    client.force_login(person)
    answer = client.post("/privacy-centre/download/", {"format": "csv"})
    waiting = without_a_name()
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert any(len(each) > len(content) for each in waiting)
    assert not [each for each in waiting if b"PK\x03\x04" in each]
