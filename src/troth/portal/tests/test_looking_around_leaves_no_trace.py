import pytest
from django.test import Client

from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.snapshot import changed, snapshot

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_somebody_reads_is_not_written_down() -> None:
    make.in_force("websoft")
    account = make.account(make.verified(customer()))
    client = Client()
    client.post("/sign-in/", {"login": make.owner(account).email, "password": PASSWORD})
    client.get("/privacy-centre/")
    before = snapshot()
    for page in ("", "privacy/", "privacy-centre/held/", "profile/", "security/"):
        assert client.get(f"/{page}", headers={"Referer": "https://x.example/"}).status_code == 200
    for page in ("", "services/", "invoices/", "tickets/", "messages/"):
        assert client.get(f"/account/{account.pk}/{page}").status_code == 200
    after = snapshot()
    assert after.keys() == before.keys()
    assert {table for table, _ in changed(before, after)} <= {"accounts_session"}
