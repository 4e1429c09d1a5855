"""The records name tables, columns and values as the models do, in the reader's language."""

import pytest
from django.test import Client

from troth.testing import make

pytestmark = pytest.mark.django_db

RECORDS = "/desk/records/"


def test_in_german(client: Client) -> None:
    make.in_force("softsys")
    staff = make.staff("owner")
    staff.language = "de"
    staff.save()
    client.force_login(staff)
    make.full_account()
    listed = {
        "": ["Was in Konten getan wurde", "Anmeldungen"],
        "accounts_activity/": ["Was in Konten getan wurde", "Nummer der Person"],
        "billing_invoice/": ["Rechnungen", "Nummer auf dem Dokument", "Fällig"],
        "billing_invoiceline/": ["Rechnungsposten", "Nummer der Rechnung", "Betrag"],
        "erasure_forgetrequest/": ["Wer zur Löschung aufgefordert wurde"],
    }
    for path, names in listed.items():
        page = client.get(RECORDS + path, headers={"Accept-Language": "de"}).content.decode()
        for name in names:
            assert name in page, (path, name)
