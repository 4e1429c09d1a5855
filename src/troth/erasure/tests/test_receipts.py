import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from troth.erasure.ask_erasure import ask_erasure
from troth.erasure.erase import erase
from troth.erasure.hold import hold
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_says_what_went_what_stays_why_and_until_when() -> None:
    make.in_force("softsys")
    account = make.full_account()
    erasure = erase(make.owner(account), at=make.NOW)
    page = Client().get(f"/receipts/{erasure.receipt}/")
    html = page.content.decode()
    assert "Sign-ins and attempted sign-ins: erased" in html
    assert "kept until 15 June 2033" in html
    assert "it is needed to meet obligations" in html and "#keep.invoice" in html
    assert "registry" in html
    assert page["Cache-Control"] == "private, no-store"


def test_the_proof_is_a_file() -> None:
    make.in_force("softsys")
    erasure = erase(make.owner(make.full_account()), at=make.NOW)
    answer = Client().get(f"/receipts/{erasure.receipt}/proof.json")
    assert json.loads(answer.content)["size"] >= 1
    assert "attachment" in answer["Content-Disposition"]


def test_a_receipt_waits_for_its_proof_while_the_journal_is_not_signed() -> None:
    """Here because its copy is damaged; after a backup was restored it is the same."""
    make.in_force("softsys")
    erasure = erase(make.owner(make.full_account()), at=make.NOW)
    settings.JOURNAL_COPY.write_text("no entry\n")
    for page in ("", "proof.json"):
        answer = Client().get(f"/receipts/{erasure.receipt}/{page}")
        assert answer.status_code == 503
        html = answer.content.decode()
        assert "cannot be made at the moment" in html and "troth restore" not in html
    settings.JOURNAL_COPY.unlink()
    assert Client().get(f"/receipts/{erasure.receipt}/").status_code == 200


def test_an_unknown_number_is_no_page() -> None:
    make.in_force("softsys")
    assert Client().get(f"/receipts/{uuid4()}/").status_code == 404
    assert Client().get(f"/receipts/{uuid4()}/proof.json").status_code == 404


def test_a_hold_is_told() -> None:
    make.in_force("softsys")
    account = make.full_account()
    review = make.NOW.date().replace(year=2030)
    hold(account, records=["ticket"], reason="r", owner="o", review_on=review, at=make.NOW)
    erasure = erase(make.owner(account), at=make.NOW)
    html = Client().get(f"/receipts/{erasure.receipt}/").content.decode()
    assert "under a hold until it is lifted" in html
    assert "goes with the first sweep after the hold is lifted" in html


def test_the_number_of_a_request_leads_to_its_receipt() -> None:
    make.in_force("softsys")
    person = make.owner(make.full_account())
    number = person.pseudonym
    ask_erasure(person, at=make.NOW)
    assert "waiting to be carried out" in Client().get(f"/receipts/{number}/").content.decode()
    erase(person, at=make.NOW + timedelta(days=2))
    answer = Client().get(f"/receipts/{number}/", follow=True)
    assert answer.status_code == 200
    assert "Receipt of an erasure" in answer.content.decode()


def test_the_address_to_keep_is_the_providers_by_whatever_name_it_was_asked(
    settings: Settings,
) -> None:
    make.in_force("softsys")
    settings.SITE_URL = "https://my.provider.example"
    person = make.owner(make.account())
    ask_erasure(person, at=make.NOW)
    html = signed_in(person).get("/privacy-centre/erase/").content.decode()
    assert f">https://my.provider.example/receipts/{person.pseudonym}/</a>" in html


def test_the_checkpoint_and_the_key_are_public() -> None:
    make.in_force("softsys")
    assert Client().get("/journal/checkpoint").status_code == 404
    erasure = erase(make.owner(make.account()), at=make.NOW)
    Client().get(f"/receipts/{erasure.receipt}/")
    note = Client().get("/journal/checkpoint").content.decode()
    key = Client().get("/journal/key").content.decode()
    assert note.startswith(key.split("+")[0])
