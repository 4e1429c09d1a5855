"""A request longer than any form needs is refused before it is read."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from troth.copies.bring_in import LARGEST
from troth.testing import make

pytestmark = pytest.mark.django_db


class Unread(io.BytesIO):
    def read(self, *arguments: int | None) -> bytes:
        raise AssertionError("it was read")


@pytest.mark.parametrize(
    ("path", "most", "language", "words"),
    [
        ("/recover/", settings.FILE_UPLOAD_MAX_MEMORY_SIZE, "en", "up to 10 MB"),
        ("/recover/", settings.FILE_UPLOAD_MAX_MEMORY_SIZE, "de", "zu groß"),
        ("/sign-in/", settings.DATA_UPLOAD_MAX_MEMORY_SIZE, "en", "send less"),
        ("/nowhere/", settings.DATA_UPLOAD_MAX_MEMORY_SIZE, "en", "send less"),
    ],
)
def test_it_is_told_and_nothing_is_read(path: str, most: int, language: str, words: str) -> None:
    make.in_force("softsys")
    unread: dict[str, Any] = {"CONTENT_LENGTH": str(most + 1), "wsgi.input": Unread()}
    client = Client(headers={"accept-language": language})
    answer = client.generic("POST", path, content_type="multipart/form-data", **unread)
    assert answer.status_code == 413 and words in answer.content.decode()


def test_a_file_just_too_large_is_told_at_its_field(client: Client) -> None:
    make.in_force("ispsystem")
    client.force_login(make.verified(make.owner(make.account())))
    file = SimpleUploadedFile("copy.zip", b"0" * (LARGEST + 1))
    page = client.post("/privacy-centre/bring-in/", {"copy": file})
    assert page.status_code == 200 and "larger than" in page.content.decode()
