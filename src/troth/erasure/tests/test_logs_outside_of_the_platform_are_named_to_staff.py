"""How long logs of other machines are kept is promised on the page, and put before staff."""

import pytest
from django.test import Client

from troth.policy.errors import PolicyError
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

RULES = '[log.web]\nwhat = "requests to our site"\nfor = "72 hours"\npurposes = ["service"]\n'


def test_in_hours_with_their_rule() -> None:
    make.in_force(make.changed("softsys", rules=RULES))
    said = "Our servers log requests to our site. It is kept for 72 hours, then erased"
    assert said in Client().get("/privacy/").text
    page = signed_in(make.staff("privacy")).get("/desk/platform/").text
    assert "Requests to our site · 72 hours" in page and "log.web" in page


def test_what_the_platform_keeps_itself_is_counted_in_days() -> None:
    with pytest.raises(PolicyError, match="keep.session.for cannot be in hours"):
        make.changed(
            "softsys",
            (
                '[keep.session]\nfrom = "creation"\nfor = "2 weeks"',
                '[keep.session]\nfrom = "creation"\nfor = "48 hours"',
            ),
        )
