"""Who has signed in deletes any piece of their data, which is then purged with its files.

Contacts of a customer's CRM wait for their room.
"""

import re
from pathlib import Path

import pytest
from pytest_django import Settings

from troth.accounts.models import Account, Signin
from troth.proofs.expect import expect
from troth.proofs.world import Customer, World
from troth.testing import make
from troth.testing.backup import back_up
from troth.testing.browser import PASSWORD

DELETED = "/privacy-centre/deleted/"


def pieces_of(customer: Customer, world: World) -> dict[str, str]:
    """A customer's ticket with a file, ended service, message and sign-in: where each is shown."""
    account = Account.objects.get(pk=customer.account)
    ticket = make.ticket(account, at=world.now, attachment=b"a file of theirs")
    make.service(account, at=world.now, ended=world.now)
    here = f"/account/{account.pk}"
    world.mails_to(customer.email)  # what still waits to be sent is not deleted
    letters = customer.open(f"{here}/messages/").links()
    letter = next(link for link in letters if re.search(r"/messages/\d+/$", link))
    return {
        "ticket": f"{here}/tickets/{ticket.pk}/",
        "service": f"{here}/services/",
        "message": letter,
        "signin": "/security/history/",
    }


def delete_buttons(customer: Customer, page: str) -> list[str]:
    """Where the buttons of a page lead that delete something."""
    actions = [form.action or "" for form in customer.open(page).tree.forms]
    return [action for action in actions if "/delete/" in action]


def ways_back(customer: Customer) -> list[str]:
    """Where the buttons lead that take back what was deleted."""
    actions = [form.action or "" for form in customer.open(DELETED).tree.forms]
    return [action for action in actions if "/take-back/" in action]


@pytest.mark.proves("SF-22")
def test_any_of_it_goes_at_once_and_is_nobody_elses_to_delete(world: World) -> None:
    customer, other = world.customer(), world.customer()
    changed = customer.fill("/profile/", name="Another Name")
    expect("Another Name" in changed.html, "a detail is changed")
    copy = customer.fill("/privacy-centre/download/", format="csv")
    expect(copy.status == 200 and "PK" in copy.html, "a copy is taken out")
    for kind, page in pieces_of(customer, world).items():
        buttons = delete_buttons(customer, page)
        expect(buttons, f"a {kind} has a button that deletes it")
        expect(other.post(buttons[0]).status == 404, f"nobody else deletes a {kind}")
        customer.post(buttons[0])
        expect(buttons[0] not in delete_buttons(customer, page), f"a {kind} disappears from view")
    back = ways_back(customer)
    expect(len(back) == 4, "what is not purged yet lies under Deleted")
    expect(other.post(back[0]).status == 404, "which nobody else takes back")
    customer.post(back[0])
    expect(ways_back(customer) == back[1:], "one piece is back")
    customer.fill("/privacy-centre/erase/", confirmation=PASSWORD)
    world.later("3 days")
    world.night()
    expect(not world.holds_account(customer), "everything is erased")


@pytest.mark.proves("SF-19")
def test_what_is_deleted_is_purged_within_the_month(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    customer = world.customer()
    pieces = pieces_of(customer, world)
    (letter,) = customer.open(pieces["message"]).tree.xpath("//main//h1/text()")
    for page in pieces.values():
        for action in delete_buttons(customer, page):
            customer.post(action)
    words, files = ["It does not work.", "site.example", letter], Path(settings.MEDIA_ROOT)

    def in_dump() -> list[str]:
        dump = back_up(tmp_path / "dump").read_text(errors="replace")
        return [word for word in words if word in dump]

    def on_disk() -> bool:
        return any(b"a file of theirs" in f.read_bytes() for f in files.rglob("*") if f.is_file())

    mine = Signin.objects.filter(person=customer.person)
    assert in_dump() == words and on_disk() and mine.exists()
    world.later("29 days")
    world.night()
    expect(not in_dump() and not mine.exists(), "the thirtieth night leaves nothing in the dump")
    expect(not on_disk(), "nor on the disk")
    expect(world.holds_account(customer), "while the account goes on")
