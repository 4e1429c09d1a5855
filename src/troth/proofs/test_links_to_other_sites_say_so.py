"""Each link that leads off the site says so, and what readers should mind there."""

import pytest
from pytest_django import Settings

from troth.portal.tests.addresses import EVERYBODY, WHO
from troth.proofs.expect import expect
from troth.proofs.world import World

NOTICE = "We have no control over what they do with what you tell them"


@pytest.mark.proves("WM-07", "SF-32", "WT-25")
def test_on_every_page_that_has_one(world: World, settings: Settings) -> None:
    settings.BRAND_LINKS = [("Our friends", "https://social.example/@us")]
    rules = world.visitor().open("/privacy/").html
    expect('id="feature.external-links"' in rules, "the page says that links are marked")
    stranger, customer = world.visitor(), world.customer()
    public = [f"/{path}" for path, who in WHO.items() if who is EVERYBODY and "<" not in path]
    own = ["/security/", "/privacy-centre/", f"/account/{customer.account}/"]
    found = 0
    for visitor, pages in ((stranger, public), (customer, own)):
        for path in pages:
            page = visitor.open(path)
            if not page.html.startswith("<!doctype html>"):
                continue
            for link in page.tree.xpath("//a[starts-with(@href, 'http')]"):
                found += 1
                expect("(another site)" in (link.tail or ""), f"the link at {path} says so")
                expect(NOTICE in page.text, f"and {path} has the notice")
    assert found >= len(own) + 5
