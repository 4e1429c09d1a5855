"""The pages about one's data, as axe-core sees them, and whether they fit."""

import io
import json
import zipfile

import pytest
from django.utils import timezone

from troth.copies.ask_copy import ask_copy
from troth.copies.copy import make_copy
from troth.testing import make
from troth.testing.browser import OpenPage, check_accessible, check_looks, customer, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_of_what_is_held(open_page: OpenPage) -> None:
    make.in_force("ispsystem")
    person = make.verified(customer())
    page = open_page("/")
    sign_in(page, person)
    for path in ("", "held/", "held/invoice/", "held/signin/?of=signin&after=1", "bring-in/"):
        page.goto(f"/privacy-centre/{path}")
        check_looks(page)

    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as archive:
        archive.writestr("person.json", json.dumps([{"name": "B", "phone": "none"}]))
    page.get_by_label("Your copy").set_input_files(
        {"name": "c.zip", "mimeType": "application/zip", "buffer": copy.getvalue()}
    )
    page.get_by_role("button", name="See what would change").click()
    page.get_by_role("heading", name="What would change").wait_for()
    check_looks(page)


def test_the_page_follows_a_copy_that_is_being_made(open_page: OpenPage) -> None:
    make.in_force("soffront")
    person = make.verified(customer())
    page = open_page()
    sign_in(page, person)
    copy = ask_copy(person, "json", at=timezone.now())
    page.goto("/privacy-centre/download/")
    page.get_by_text("is being made").wait_for()
    check_accessible(page)
    make_copy(copy.pk, at=timezone.now())
    with page.expect_download() as download:  # by itself, without loading the page again
        page.get_by_role("button", name="Download").click()
    assert zipfile.ZipFile(download.value.path()).testzip() is None
