"""A business with a number for VAT is offered UBL for Peppol, and mailed it where it wants XML."""

import pytest
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue
from troth.billing.models import Invoice
from troth.core.day import day_at
from troth.services.tests.selling import customer, in_cyprus
from troth.testing import make
from troth.testing.einvoice import faults_of_ubl
from troth.testing.mail import Mailbox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db
_NUMBER = "CY10259033P"
_ADDRESS = {"street": "1 Example Street", "postcode": "8010", "city": "Paphos"}


def issued_to(tax_id: str) -> tuple[Invoice, str]:
    """An invoice and the path of its page."""
    account = customer()
    Account.objects.update(tax_id=tax_id, company="Example Ltd", mails_xml=True, **_ADDRESS)
    account.refresh_from_db()
    line = DraftLine("Hosting", 10_00, "electronic")
    made = issue([Draft(account, "EUR", (line,), day_at(make.NOW))], at=make.NOW)[0]
    return made, f"/account/{account.pk}/invoices/{made.pk}/"


@pytest.fixture(autouse=True)
def seller(settings: Settings, mailbox: Mailbox) -> None:
    settings.TAX_NUMBER = _NUMBER
    in_cyprus()


def test_it_is_offered_and_mailed(mailbox: Mailbox) -> None:
    invoice, path = issued_to(_NUMBER)
    assert invoice.account
    client = signed_in(make.owner(invoice.account))
    assert f'"{path}peppol/"' in client.get(path).content.decode()
    downloaded = client.get(f"{path}peppol/")
    assert downloaded["Content-Disposition"].endswith(f'{invoice.number}.peppol.xml"')
    assert b'schemeID="9928">CY10259033P<' in downloaded.content
    assert faults_of_ubl(downloaded.content) == []
    [mail] = mailbox.fetch(at=make.NOW)
    [part] = mail.iter_attachments()
    assert part.get_content() == downloaded.content


def test_nobody_else_is_offered_it(mailbox: Mailbox) -> None:
    invoice, path = issued_to("")
    assert invoice.account
    client = signed_in(make.owner(invoice.account))
    assert "peppol" not in client.get(path).content.decode()
    assert client.get(f"{path}peppol/").status_code == 302
    [mail] = mailbox.fetch(at=make.NOW)
    assert [part.get_filename() for part in mail.iter_attachments()] == [f"{invoice.number}.xml"]
