"""An owner chooses which files mails about documents carry; they are those of the download."""

import csv
import zipfile
from ctypes.util import find_library
from datetime import timedelta
from email.message import EmailMessage
from functools import cache
from io import BytesIO

import pytest
from pytest_django import Settings

from troth.accounts.models import Account, Membership
from troth.billing.credit import credit
from troth.billing.draft import Draft, DraftLine
from troth.billing.dunning.dun import dun
from troth.billing.dunning.set_step import Action, set_step
from troth.billing.issue import issue
from troth.billing.models import Invoice
from troth.billing.receive import receive
from troth.billing.tests.test_a_full_disk_leaves_money_recorded import full_disk
from troth.copies.export import export
from troth.core.day import day_at
from troth.einvoice.pdf import pdf
from troth.erasure.erase import erase
from troth.gates.limit_reading import limit_reading
from troth.gates.models import Disclosure
from troth.messaging.models import Message
from troth.people.change_scopes import change_scopes
from troth.people.withdraw_access import withdraw_access
from troth.services.tests.selling import customer, in_cyprus
from troth.testing import make
from troth.testing.mail import Mailbox
from troth.testing.needs import need
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db
NOW = make.NOW
_ERASED = "A document of this message has been erased since."
_LEFT_OUT = "Not every document could be attached to this message."


@pytest.fixture
def account(mailbox: Mailbox) -> Account:
    in_cyprus()
    return customer()


def chosen(account: Account, *ticked: str) -> None:
    """The owner saves the page."""
    path = f"/account/{account.pk}/invoices/by-mail/"
    client = signed_in(make.owner(account))
    assert client.post(path, dict.fromkeys(ticked, "on")).status_code == 302
    page = client.get(path).content.decode()
    assert page.count(" checked") == len(ticked)


def issued(account: Account) -> Invoice:
    line = DraftLine("Hosting", 10_00, "electronic")
    return issue([Draft(account, "EUR", (line,), day_at(NOW))], at=NOW)[0]


def carried(mail: EmailMessage) -> dict[str, bytes]:
    found = {str(part.get_filename()): part.get_content() for part in mail.iter_attachments()}
    return {name: each for name, each in found.items() if isinstance(each, bytes)}


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def test_without_a_choice_there_is_the_link_alone(account: Account, mailbox: Mailbox) -> None:
    issued(account)
    [mail] = mailbox.fetch(at=NOW)
    assert not list(mail.iter_attachments())


def test_the_bytes_are_those_of_the_download(account: Account, mailbox: Mailbox) -> None:
    chosen(account, "mails_xml")
    invoice = issued(account)
    note = credit(invoice, 5_00, at=NOW)
    client, path = signed_in(make.owner(account)), f"/account/{account.pk}/invoices/"
    for each, mail in zip((invoice, note), mailbox.fetch(at=NOW), strict=True):
        downloaded = client.get(f"{path}{each.pk}/xml/")
        assert carried(mail) == {f"{each.number}.xml": downloaded.content}
        assert f'"{each.number}.xml"' in downloaded["Content-Disposition"]
        assert max(map(len, mail.as_bytes().split(b"\n"))) < 998
    assert not Message.objects.filter(body__contains="CrossIndustryInvoice").exists()


def test_the_pdf_is_that_of_the_download(
    account: Account, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(find_library("pangoft2-1.0"), "libpangoft2-1.0-0", "PANGO")
    # It has the second in it at which it was made: the same document is made once here.
    monkeypatch.setattr("troth.billing.files.pdf", cache(pdf))
    chosen(account, "mails_pdf")
    invoice = issued(account)
    [mail] = mailbox.fetch(at=NOW)
    path = f"/account/{account.pk}/invoices/{invoice.pk}/pdf/"
    downloaded = signed_in(make.owner(account)).get(path).content
    [(name, content)] = carried(mail).items()
    assert name == f"{invoice.number}.pdf" and content[:5] == b"%PDF-" and content == downloaded


def test_a_reminder_carries_each_invoice(account: Account, mailbox: Mailbox) -> None:
    chosen(account, "mails_xml")
    numbers = [issued(account).number for _ in range(2)]
    mailbox.fetch(at=NOW)
    set_step(3, Action.REMIND, by=make.staff(), at=NOW)
    later = NOW + timedelta(days=30)
    dun(on=day_at(later), at=later)
    [mail] = mailbox.fetch(at=later)
    assert [*carried(mail)] == [f"{number}.xml" for number in numbers]


@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), ValueError("a font")])
def test_a_file_that_cannot_be_made_loses_neither_mail_nor_money(
    account: Account, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def fails(*_args: object, **_more: object) -> bytes:
        raise trouble

    monkeypatch.setattr("troth.billing.files.pdf", fails)
    chosen(account, "mails_pdf", "mails_xml")
    invoice = issued(account)
    [mail] = mailbox.fetch(at=NOW)
    assert [*carried(mail)] == [f"{invoice.number}.xml"]
    assert _LEFT_OUT in text(mail) and f"/invoices/{invoice.pk}/" in text(mail)
    receive(account, invoice.total, "EUR", at=NOW, method="transfer")
    assert Invoice.objects.with_standing().get().owed == 0


def test_a_full_disk_does_not_either(account: Account, mailbox: Mailbox) -> None:
    need(find_library("pangoft2-1.0"), "libpangoft2-1.0-0", "PANGO")
    chosen(account, "mails_pdf")
    issued(account)
    with full_disk():
        [mail] = mailbox.fetch(at=NOW)
    assert not carried(mail) and _LEFT_OUT in text(mail)


def test_what_is_too_large_stays_behind(
    account: Account, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("troth.messaging.attached.MOST_BYTES", 6_000)
    monkeypatch.setattr("troth.billing.files.pdf", lambda *_args, **_more: b"x" * 4_500)
    chosen(account, "mails_pdf")
    issued(account)
    [mail] = mailbox.fetch(at=NOW)
    assert not carried(mail) and _LEFT_OUT in text(mail)


def test_what_was_erased_meanwhile_is_missed(account: Account, mailbox: Mailbox) -> None:
    chosen(account, "mails_xml")
    invoice = issued(account)
    Invoice.objects.filter(pk=invoice.pk).update(party_name="", depersonalised_at=NOW)
    [mail] = mailbox.fetch(at=NOW)
    assert not carried(mail) and _ERASED in text(mail)


@pytest.mark.parametrize("how", ["gone", "shut out"])
def test_who_may_see_it_no_more_gets_no_file(how: str, account: Account, mailbox: Mailbox) -> None:
    chosen(account, "mails_xml")
    owner, friend = make.owner(account), make.verified(make.person())
    membership: Membership = make.trusted(account, friend)
    change_scopes(membership, ["billing"], gets_invoices=True, by=owner, at=NOW)
    invoice = issued(account)
    if how == "gone":
        withdraw_access(membership, by=owner, at=NOW)
    else:
        limit_reading(owner, ["billing"], at=NOW)
    got = {
        mail["To"]: carried(mail) for mail in mailbox.fetch(at=NOW) if "Invoice" in mail["Subject"]
    }
    assert [*got[owner.email]] == [f"{invoice.number}.xml"] and not got[friend.email]


def test_whoever_delivers_it_is_told_to_have_had_it(
    account: Account, mailbox: Mailbox, settings: Settings
) -> None:
    settings.MAIL_RELAY = "mail"
    chosen(account, "mails_xml")
    issued(account)
    make.in_force("softsys", at=NOW)
    assert carried(*mailbox.fetch(at=NOW))
    categories = Disclosure.objects.get(recipient="mail").categories
    assert categories == ["billing", "contact", "content"]


def test_it_gets_none_where_the_policy_does_not_name_that(
    account: Account, mailbox: Mailbox, settings: Settings
) -> None:
    settings.MAIL_RELAY = "mail"
    chosen(account, "mails_xml")
    issued(account)
    make.in_force("websoftmaster", at=NOW)
    [mail] = mailbox.fetch(at=NOW)
    assert not carried(mail) and _LEFT_OUT in text(mail)
    assert Disclosure.objects.get(recipient="mail").categories == ["contact", "content"]


def test_the_choice_is_taken_along(account: Account) -> None:
    chosen(account, "mails_pdf")
    written = BytesIO()
    export(make.owner(account), written, format="csv", at=NOW)
    with zipfile.ZipFile(written) as archive:
        [row] = csv.DictReader(archive.read("account.csv").decode("utf-8-sig").splitlines())
    assert (row["mails_pdf"], row["mails_xml"]) == ("true", "false")
    erase(make.owner(account), at=NOW)
    assert not Account.objects.filter(mails_pdf=True).exists()
