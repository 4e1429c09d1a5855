"""The words of a [tell.X] stand at the places that it names, and nowhere else."""

import pytest
from django.test import Client

from troth.policy.parse import parse
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

TEXT = "No security is perfect & ours is not."
PAGES = {
    "page": ["/privacy/"],
    "sign-up": ["/sign-up/"],
    "centre": ["/privacy-centre/", "/privacy-centre/requests/"],
}


@pytest.mark.parametrize("place", PAGES)
def test_they_stand_there(place: str) -> None:
    source = make.policy("softsys").source
    table = f'\n```toml\n[tell.more]\ntext = "{TEXT}"\nat = ["{place}"]\n```\n'
    make.in_force(parse((source + table).encode()))
    visitor, client = Client(), signed_in(make.owner(make.account()))
    for where, pages in PAGES.items():
        for page in pages:
            html = (client if where == "centre" else visitor).get(page).content.decode()
            # The page of the policy says besides where the words stand.
            shown = "<p>No security is perfect &amp; ours is not.</p>" in html or (
                where != "page" and "No security is perfect &amp; ours is not." in html
            )
            assert shown == (where == place), page
