"""Where data is stored stands on the page, before the box, and at the desk as it was set there."""

import pytest
from pytest_django import Settings

from troth.proofs.expect import expect
from troth.proofs.world import World

CONSENT = "By using our services you consent to the transfer of your data"


@pytest.mark.proves("SF-16")
def test_on_the_page_where_one_signs_up_and_at_the_desk(world: World, settings: Settings) -> None:
    settings.STORES_IN = ("US",)
    page, form = (world.visitor().open(path) for path in ("/privacy/", "/sign-up/"))
    expect("primarily in United States" in page.text, "the page says where data is stored")
    for shown in (page, form):
        assert CONSENT in shown.text and "countries other than your own" in shown.text
    before, _box, _after = form.html.partition('name="accept"')
    expect("what you tell us here: United States" in before, "signing up says so before the box")
    desk = world.staff("owner").open("/desk/platform/").text
    expect("By the policy United States" in desk, "the desk shows what the policy says")
    expect("Database and files United States" in desk, "and what was set")
    expect("Stored elsewhere" not in desk, "which is the same")
    settings.STORES_IN = ("DE",)
    assert "Stored elsewhere" in world.staff("owner").open("/desk/platform/").text
