"""The form has the fields of [collect.account], but for those that the first order asks for."""

import re

import pytest
from django.test import Client

from troth.gates.collect import rule_for
from troth.policy.shipped import shipped
from troth.testing import make

pytestmark = pytest.mark.django_db

INPUTS = {"address": {"street", "postcode", "city", "region", "country"}}
OWN = {"csrfmiddlewaretoken", "password", "edition"}  # what any account takes, of any provider


def asked_by(html: str) -> dict[str, str]:
    """Each input of a page by its name, as it stands in the HTML."""
    tags = re.findall(r"<(?:input|select)\b[^>]*>", html)
    return {found[1]: tag for tag in tags if (found := re.search(r'name="([^"]+)"', tag))}


@pytest.mark.parametrize("name", shipped())
def test_each_policys_form_asks_exactly_what_it_lists(name: str) -> None:
    make.in_force(name)
    policy = make.policy(name)
    rule, tables = rule_for("account", policy), policy.tables
    html = Client().get("/sign-up/").content.decode()
    inputs = asked_by(html)

    wanted: set[str] = set()
    for field in {*rule.required, *rule.optional} - {*rule.later}:
        wanted |= INPUTS.get(field, {field})
    wanted |= {f"consent_{c}" for c, rule_ in tables.consent.items() if rule_.starts == "asked"}
    wanted |= {"of_age"} if tables.refuse.under_age else set()
    wanted |= {"accept"} if "tick" in tables.policy.accepted else set()
    assert set(inputs) - {"csrfmiddlewaretoken"} == wanted | OWN - {"csrfmiddlewaretoken"}

    for field in {*rule.required} - {"address", *rule.later}:
        assert "required" in inputs[field], field
    for field in {*rule.optional} - {"address", *rule.later}:
        assert "required" not in inputs[field], field
    for consent, rule_ in tables.consent.items():
        assert rule_.wording in html
        if rule_.starts == "asked":
            assert "checked" not in inputs[f"consent_{consent}"]


@pytest.mark.parametrize("name", ["websoftmaster", "websoft"])
def test_a_consent_that_starts_by_itself_is_told_with_the_way_out(name: str) -> None:
    make.in_force(name)
    html = Client().get("/sign-up/").content.decode()
    assert "You can end this" in html and "by the link in each message" in html
