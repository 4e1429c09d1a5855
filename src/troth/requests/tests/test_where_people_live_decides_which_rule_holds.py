"""A right of a region is for whoever lives there, with its own time; others have everybody's."""

import pytest
from django.utils import timezone

from troth.accounts.models import Account
from troth.core.duration import Duration
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

RULES = """
[right.california-restrict]
right = "restrict"
in = ["california"]
ask = ["portal", "email"]
within = "45 days"
extension = "45 days"
[right.european-restrict]
right = "restrict"
in = ["eea", "uk"]
ask = ["portal", "email"]
within = "20 days"
"""


@pytest.mark.parametrize(
    ("country", "region", "rule", "due"),
    [
        ("US", "CA", "right.california-restrict", "45 days"),
        ("US", "NY", "", "1 month"),  # the law's, since the policy has none for there
        ("DE", "", "right.european-restrict", "20 days"),
        ("GB", "", "right.european-restrict", "20 days"),
        ("", "", "", "1 month"),
    ],
)
def test_by_the_address_of_their_account(country: str, region: str, rule: str, due: str) -> None:
    make.in_force(make.changed("softsys", rules=RULES))
    account = make.account()
    Account.objects.update(country=country, region=region)
    person = signed_in(make.owner(account))
    person.post("/privacy-centre/requests/ask/", {"right": "restrict", "text": "Wait."})
    request = RightsRequest.objects.get()
    assert request.rule == rule
    assert request.due_on == Duration.parse(due).after(timezone.now().date())
    assert "This is for whoever lives in California." in person.get("/privacy/rights/").text


def test_the_desk_takes_one_in_under_the_rule_of_the_region() -> None:
    make.in_force(make.changed("softsys", rules=RULES))
    page = signed_in(make.staff("privacy")).get("/desk/requests/new/").text
    assert "estriction of processing, in California" in page
