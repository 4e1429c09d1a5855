import io
import zipfile

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.copies.export import export
from troth.gates.models import Disclosure
from troth.policy.parse import Policy, parse
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

QUIET = ("court", "gone")  # under a rule that says so, and under one that the policy has lost


@pytest.fixture
def account() -> Account:
    """A customer's, with what three authorities received, of one of which they are told."""
    publish(quiet(), at=make.LONG_AGO)
    PublishedPolicy.objects.update(in_force_from=make.LONG_AGO.date())
    account = make.account()
    for recipient, rule in (("police", "law"), ("court", "harm"), ("gone", "former-rule")):
        Disclosure.objects.create(
            subject=account,
            recipient=recipient,
            rule=f"disclose.{rule}",
            categories=["identity"],
            at=make.NOW,
        )
    return account


def quiet() -> Policy:
    source = make.policy("softsys").source
    return parse(
        source.replace("[disclose.harm]", "[disclose.harm]\nsubject_told = false").encode()
    )


def test_on_no_page(account: Account) -> None:
    client = Client()
    client.force_login(make.owner(account))
    pages = {
        address: client.get(address).content.decode()
        for address in (
            "/privacy-centre/",
            "/privacy-centre/held/",
            "/privacy-centre/held/disclosure/",
            "/privacy-centre/activity/",
            "/privacy-centre/disclosures/",
            f"/account/{account.pk}/activity/",
            f"/account/{account.pk}/disclosures/",
        )
    }
    for address, html in pages.items():
        assert not [name for name in QUIET if f">{name}<" in html], address
    for address in ("/privacy-centre/held/disclosure/", "/privacy-centre/disclosures/"):
        assert ">police<" in pages[address], address
    Disclosure.objects.filter(recipient="police").delete()
    assert "held/disclosure/" not in client.get("/privacy-centre/held/").content.decode()
    assert client.get("/privacy-centre/held/disclosure/").status_code == 404


def test_in_no_copy(account: Account) -> None:
    output = io.BytesIO()
    rows = export(make.owner(account), output, format="json", at=timezone.now())
    assert rows["disclosures.json"] == 1
    archive = zipfile.ZipFile(output)
    everything = " ".join(archive.read(name).decode() for name in archive.namelist())
    assert "police" in everything
    assert "disclose.harm" not in everything and "former-rule" not in everything
