import io
import zipfile

import pytest
from django.test import Client

from troth.testing import make
from troth.testing.browser import customer

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_copy_holds_ones_own_data_only() -> None:
    make.in_force("soffront")
    other, me = customer(), customer()
    client = Client()
    client.force_login(me)
    client = Client()
    client.force_login(make.verified(me))
    answer = client.post("/privacy-centre/download/", {"format": "json"})
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert me.email.encode() in everything
    assert other.email.encode() not in everything
