"""Bringing in what should never have been typed, and sending the second page in every bad way."""

import random

import pytest
from django.test import Client

from troth.accounts.models import Account, Person
from troth.copies.tests.test_a_copy_is_brought_in_field_by_field import (
    PAGE,
    copy,
    form_of,
    me,
)
from troth.portal.tests.html_forms import forms_of
from troth.portal.tests.mistyped import SCRIPT, TYPED, mistakes, text_of
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def preview(client: Client, **details: str) -> str:
    """The page that says what a copy would change of the person and their account."""
    rows = copy(person=[details], account=[details])
    return text_of(client.post(PAGE, {"copy": rows}))


@pytest.mark.parametrize("typed", TYPED)
def test_each_field_is_taken_as_it_is_or_says_why_not(typed: str) -> None:
    person = me()
    client = signed_in(person)
    columns = ("name", "title", "phone", "company", "tax_id", "street", "city", "country")
    page = preview(client, **dict.fromkeys(columns, typed))
    assert SCRIPT not in page
    answer = client.post(f"{PAGE}apply/", form_of(page))
    if answer.status_code == 200:  # one field cannot be taken without another that was refused
        assert 'role="alert">Some of it cannot be used' in text_of(answer)
        answer = client.post(f"{PAGE}apply/", form_of(text_of(answer)))
    assert answer.status_code == 302
    account, stored = Account.objects.get(), Person.objects.get()
    for refused in ("a\0b", "1" * 400, "a" * 10_000):
        assert refused not in (account.company, account.city, stored.name, stored.phone)
    assert typed != "=1+1" or account.company == stored.name == "=1+1"


def test_no_form_that_applies_a_copy_breaks() -> None:
    client = signed_in(me())
    client.raise_request_exception = False
    page = preview(client, name="Renamed", phone="+49 221 555 0100", company="New", country="DE")
    [form] = [form for form in forms_of(page) if form.action == f"{PAGE}apply/"]
    wrong = list(mistakes(client, PAGE, form, random.Random(1899)))
    assert not wrong, "\n".join(wrong)


def test_what_was_changed_in_another_tab_is_shown_and_not_overwritten() -> None:
    person = me()
    client = signed_in(person)
    form = form_of(preview(client, name="From the copy"))
    Person.objects.update(name="Changed meanwhile")
    page = client.post(f"{PAGE}apply/", form).content.decode()
    assert 'role="alert">What we hold has changed in the meantime' in page
    assert "“Changed meanwhile” becomes “From the copy”" in page
    assert Person.objects.get().name == "Changed meanwhile"
    answer = client.post(f"{PAGE}apply/", form_of(page), follow=True)
    assert "2 fields were brought in." in answer.content.decode()
    assert Person.objects.get().name == "From the copy"
