"""The page names the controller, tells what the policy covers, and bears its date."""

from troth.policy.page import page
from troth.policy.parse import read
from troth.policy.shipped import shipped


def shown(name: str) -> str:
    return page(read(shipped()[name]))


def test_it_names_the_controller() -> None:
    provider = read(shipped()["ispsystem"]).tables.provider
    assert provider.registration and provider.address and provider.legal_name
    for published in (
        *(f"The controller is {provider.legal_name}, Cyprus.", provider.registration),
        *(provider.address, provider.privacy_contact),
    ):
        assert published in shown("ispsystem")


def test_it_says_what_the_policy_covers_and_what_not() -> None:
    for name in ("softsys", "ispsystem"):
        edition = read(shipped()[name]).tables.policy
        html = shown(name).replace("&#x27;", "'")
        assert edition.covers and edition.excludes
        assert all(part in html for part in (*edition.covers, *edition.excludes))


def test_it_says_where_data_is_stored_and_that_it_is_agreed_to() -> None:
    html = shown("soffront")
    assert "Places of storage: United States." in html
    assert "By using our services you consent to the transfer" in " ".join(html.split())
    assert read(shipped()["soffront"]).tables.policy.accepted


def test_it_lists_processors_with_function_and_country() -> None:
    html = shown("ispsystem")
    for row in (
        "<td>Google Inc.</td><td>web analytics</td><td>United States</td>",
        "<td>Yandex</td><td>web analytics</td><td>Russia</td>",
    ):
        assert row in html


def test_it_bears_the_day_on_which_it_takes_effect() -> None:
    assert "in effect from 12 November 2018 at the earliest." in shown("ispsystem")
