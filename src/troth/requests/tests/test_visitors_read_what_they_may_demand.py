import pytest
from django.test import Client

from troth.policy.headline import RIGHT_TITLES
from troth.policy.rights import BY_LAW
from troth.policy.shipped import shipped
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_right_of_the_policy_and_the_law_with_the_way_to_it(name: str) -> None:
    make.in_force(name)
    visitor = Client()
    assert "/privacy/rights/" in visitor.get("/privacy/").text
    page = visitor.get("/privacy/rights/").text
    tables = make.policy(name).tables
    assert all(f"#{rule}" in page for rule, _word, _right in tables.rights())
    assert all(RIGHT_TITLES[word] in page for word in BY_LAW)
    assert tables.provider.privacy_contact in page and "make sure that it is you" in page


def test_where_the_policy_is_silent_the_answer_comes_within_the_laws_time() -> None:
    make.in_force("softsys")  # which has no right.access
    page = Client().get("/privacy/rights/").text
    assert "The law may also give you these rights" in page and "within a month" in page
    assert "/privacy-centre/requests/ask/?right=access" in page
