"""Staff find a document, see what became of it, act on it, and mail it once more."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone, translation

from troth.accounts.models import Account
from troth.billing.credit import credit
from troth.billing.dunning.dun import dun
from troth.billing.models import DunningStep, Invoice
from troth.core.day import day_at
from troth.erasure.erase import erase
from troth.gates.models import StaffRead
from troth.messaging.models import Message
from troth.tax.evidence import in_words
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    make.in_force("websoft")
    return make.account(country="US")


@pytest.fixture
def desk(account: Account) -> Client:
    return signed_in(make.staff("billing"))


def see(client: Client, path: str) -> str:
    html = unescape(client.get(path).content.decode()).replace("\xa0", " ")
    return html.partition("<h1>")[2]  # what is below the navigation


def owing(account: Account, *, days: int = 0) -> Invoice:
    """An invoice of 11.90 EUR that was due so many days ago."""
    return make.invoice(account, at=timezone.now() - timedelta(days=14 + days), paid=False)


def test_its_page_shows_what_became_of_it(account: Account, desk: Client) -> None:
    invoice = owing(account, days=3)
    DunningStep.objects.create(days=1, action="remind")
    now = timezone.now()
    dun(on=day_at(now), at=now)
    note = credit(invoice, 595, at=now)

    html = see(desk, f"/desk/invoices/{invoice.pk}/")

    assert "Hosting of site.example" in html and "Overdue since" in html and "An Account" in html
    assert "€5.95 was credited" in html and "Remind" in html and "Receivable" in html
    assert html.count("on its way") == 1, "the reminder; the note's mail is about the note"
    look = StaffRead.objects.get()
    assert look.subject_id == account.pk and look.categories == ["billing"]
    assert f'invoices/{invoice.pk}/">invoice' in see(desk, f"/desk/invoices/{note.pk}/")


def test_it_is_acted_on_from_there(account: Account, desk: Client) -> None:
    invoice = owing(account)
    owing(account)
    page = f"/desk/invoices/{invoice.pk}/"
    link = re.search(r'href="([^"]*/write-off/[^"]*)"', see(desk, page))
    assert link
    assert re.findall(r'<option value="(\d+)"', see(desk, link[1])) == [str(invoice.pk)]
    typed = {"invoice": invoice.pk, "amount": ""}
    seen = re.findall(r'name="seen" value="(\d+)"', desk.post(link[1], typed).content.decode())
    assert desk.post(link[1], typed | {"seen": seen})["Location"] == page
    assert "Written off on" in see(desk, page)
    for other in ("999999999", "x", str(make.invoice(make.account()).pk)):
        assert desk.get(f"{link[1].partition('?')[0]}?invoice={other}").status_code == 200


def test_it_is_mailed_once_more_with_what_is_owed_now(account: Account, desk: Client) -> None:
    invoice = owing(account)
    credit(invoice, 595, at=timezone.now())
    sent = desk.post(f"/desk/invoices/{invoice.pk}/mail/", follow=True)
    assert "It is being mailed again." in sent.content.decode()
    mail = Message.objects.get(subject__startswith=f"Invoice {invoice.number}")
    assert "Please pay €5.95 by" in mail.body


def test_its_files_are_those_of_its_customer(account: Account, desk: Client) -> None:
    invoice = owing(account)
    page = f"/desk/invoices/{invoice.pk}/"
    theirs = signed_in(make.owner(account)).get(f"/account/{account.pk}/invoices/{invoice.pk}/xml/")
    ours = desk.get(f"{page}xml/")
    assert (ours.status_code, ours.content) == (200, theirs.content)
    assert "An Account" in ours.content.decode() and StaffRead.objects.count() == 1


def test_what_is_kept_of_who_is_gone_is_shown_and_nobody_is_mailed(
    account: Account, desk: Client
) -> None:
    invoice = make.invoice(account)
    erase(make.owner(account), at=timezone.now())
    page = f"/desk/invoices/{invoice.pk}/"
    html = see(desk, page)
    assert "€11.90" in html and "Mail it again" not in html and "What to do" not in html
    sent = desk.post(f"{page}mail/", follow=True).content.decode()
    assert "nobody we may write to" in sent
    assert not Message.objects.filter(subject__startswith="Invoice").exists()


@pytest.mark.parametrize(
    ("show", "listed"),
    [
        ("", {"open", "overdue", "paid", "note"}),
        ("open", {"open", "overdue"}),
        ("overdue", {"overdue"}),
        ("paid", {"paid"}),
        ("credit-notes", {"note"}),
        ("nothing", {"open", "overdue", "paid", "note"}),
    ],
)
def test_all_are_listed_by_state(
    account: Account, desk: Client, show: str, listed: set[str]
) -> None:
    paid = make.invoice(account)
    made = {"paid": paid, "note": credit(paid, at=timezone.now())}
    made |= {"open": owing(account, days=-7), "overdue": owing(account, days=7)}
    html = see(desk, f"/desk/invoices/?show={show}")
    assert {name for name, each in made.items() if f"/desk/invoices/{each.pk}/" in html} == listed
    assert "An Account" not in html and not StaffRead.objects.exists()


def test_the_search_leads_to_it(account: Account, desk: Client) -> None:
    invoice = owing(account)
    found = desk.post("/desk/customers/", {"customer": invoice.number})
    assert found["Location"] == f"/desk/invoices/{invoice.pk}/"
    assert f'href="/desk/invoices/{invoice.pk}/"' in see(
        desk, f"/desk/customers/account/{account.pk}/money/"
    )


def test_the_proofs_of_the_place_are_told_in_the_readers_language() -> None:
    with translation.override("de"):
        told = in_words("billing address DE, not IP address FR")
    assert told == "Rechnungsanschrift DE, nicht IP-Adresse FR"
