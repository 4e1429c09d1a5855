"""What staff find about a user where anybody can read it is kept with its source and its day."""

import pytest

from troth.accounts.models import Finding
from troth.proofs.expect import expect
from troth.proofs.world import World
from troth.testing.browser import PASSWORD

SOURCE = "https://register.example/companies/4711"


@pytest.mark.proves("IS-47")
def test_it_stands_under_what_is_held_and_goes_with_the_person(world: World) -> None:
    customer, desk = world.customer(), world.staff("billing")
    path = f"/desk/customers/person/{customer.person}/findings/"
    page = desk.open(path)
    expect(page.status == 200, "the desk notes what was found in open sources")
    expect({"source", "found_on", "email"} <= page.fields, "it asks for source and day")
    nowhere = desk.fill(path, email="public@customer.example")
    expect(not Finding.objects.exists(), "without a source it is refused")
    expect("Error" in nowhere.html, "and said so")
    found = {"email": "public@customer.example", "source": SOURCE, "found_on": "2026-06-01"}
    desk.fill(path, **found)
    held = customer.open("/privacy-centre/held/person/").text
    for told in ("public@customer.example", SOURCE, "2026"):
        expect(told in held, f"{told} stands under what is held")
    customer.fill("/privacy-centre/erase/", confirmation=PASSWORD)
    world.later("3 days")
    world.night()
    expect(not Finding.objects.exists(), "it goes with the person")
