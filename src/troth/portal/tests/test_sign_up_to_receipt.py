"""The whole way of a customer, as a browser goes it."""

import json

import pytest

from troth.accounts.models import Account, Person
from troth.journal.key import public_key
from troth.journal.proof import Proof
from troth.privacy.models import ConsentEvent
from troth.testing import make
from troth.testing.browser import PASSWORD, OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scripts", [True, False])
def test_sign_up_look_erase_and_get_a_receipt(
    open_page: OpenPage, width: int, scripts: bool
) -> None:
    make.in_force("ispsystem")
    page = open_page("/", width=width, java_script_enabled=scripts)

    page.get_by_role("main").get_by_role("link", name="Sign up").click()
    page.get_by_label("Your name").fill("A Newcomer")
    page.get_by_label("E-mail address").fill("Newcomer@Customer.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("I agree to receive messages").check()
    page.get_by_label("years old or older").check()
    page.get_by_label("I accept the privacy policy").check()
    page.get_by_role("button", name="Open the account").click()
    page.get_by_role("heading", name="Thank you").wait_for()

    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_label("Email").fill("newcomer@customer.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="My data", exact=True).wait_for()
    assert ConsentEvent.objects.get().kind == "given"

    page.get_by_role("link", name="Preview the erasure").click()
    page.get_by_role("heading", name="What would go").wait_for()
    assert Person.objects.count() == 1
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Erase my data for good").click()
    page.get_by_role("heading", name="Receipt of an erasure").wait_for()
    assert Person.objects.count() == Account.objects.count() == 0

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the proof").click()
    proof = Proof.from_json(download.value.path().read_text())
    assert proof.verify(public_key())["event"] == "person.erased"
    assert "newcomer" not in json.dumps(proof.entry).lower()

    page.goto("/my-data/")
    page.get_by_role("heading", name="Sign in").wait_for()
