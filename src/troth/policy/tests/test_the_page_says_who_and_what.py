"""The page names the controller, tells what the policy covers, and bears its date."""

import pytest

from troth.policy.page import page
from troth.policy.parse import read
from troth.policy.shipped import shipped


def shown(name: str) -> str:
    return page(read(shipped()[name]))


@pytest.mark.promise("IS-36")
def test_it_names_the_controller() -> None:
    provider = read(shipped()["ispsystem"]).tables.provider
    assert provider.registration and provider.address and provider.legal_name
    for published in (
        *(f"The controller is {provider.legal_name}, Cyprus.", provider.registration),
        *(provider.address, provider.privacy_contact),
    ):
        assert published in shown("ispsystem")


@pytest.mark.promise("SS-19", "IS-01", "IS-02")
def test_it_says_what_the_policy_covers_and_what_not() -> None:
    for name in ("softsys", "ispsystem"):
        edition = read(shipped()[name]).tables.policy
        html = shown(name).replace("&#x27;", "'")
        assert edition.covers and edition.excludes
        assert all(part in html for part in (*edition.covers, *edition.excludes))


@pytest.mark.promise("IS-33")
def test_it_bears_the_day_on_which_it_takes_effect() -> None:
    assert "in effect from 22 November 2021." in shown("ispsystem")
    assert "This policy takes effect on 22 November 2021." in shown("ispsystem")
