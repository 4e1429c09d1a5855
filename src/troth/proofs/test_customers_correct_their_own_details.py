"""Every detail that is asked for is corrected by its owner, and holds at once."""

import pytest

from troth.proofs.expect import expect
from troth.proofs.world import World

CORRECTED = {
    "profile": {"name": "Another Name", "phone": "+49 30 7654321"},
    "details": {"street": "2 Lane", "postcode": "10117", "city": "Other Town", "country": "DE"},
}


@pytest.mark.proves("SS-05", "WM-28", "IS-40", "WT-12")
def test_each_field_holds_at_once_and_is_nobody_elses_to_change(world: World) -> None:
    asked = world.visitor().open("/sign-up/").fields
    customer, other = world.customer(), world.customer()
    pages = {"profile": "/profile/", "details": f"/account/{customer.account}/details/"}
    for page, path in pages.items():
        fields = customer.open(path).fields
        typed = {name: new for name, new in CORRECTED[page].items() if name in fields}
        promised = asked & CORRECTED[page].keys() or CORRECTED[page].keys()
        expect(typed.keys() >= promised, f"{path} lets its owner correct {', '.join(promised)}")
        customer.fill(path, **typed)
        shown = customer.open(path).html
        for new in typed.values():
            expect(new in shown, f"{new} holds at once at {path}")
    log = customer.open("/privacy-centre/activity/").text
    expect("corrected" in log, "the activity names the corrections")
    expect(other.open(pages["details"]).status == 404, "another customer is answered 404")
