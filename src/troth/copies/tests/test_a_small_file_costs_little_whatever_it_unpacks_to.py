"""A zip of a few kilobytes may unpack to more rows, or wider ones, than any copy has."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("person.csv", "name\n" + "A\n" * 11_000),
        ("person.csv", "a," * 300 + "name\nA\n"),
        ("account.json", f"[{','.join(['{}'] * 11_000)}]"),
    ],
)
def test_it_is_refused(name: str, content: str) -> None:
    make.in_force("ispsystem")
    client = signed_in(make.owner(make.account()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    file = SimpleUploadedFile("copy.zip", packed.getvalue())
    page = client.post("/privacy-centre/bring-in/", {"copy": file}).content.decode()
    assert f"{name} is too large to be from a copy" in page
