"""Statements stand where they must: on the page of the policy, and where people are asked."""

import pytest

from troth.proofs.conftest import Played
from troth.proofs.expect import expect
from troth.proofs.payments import payment_page, takes_payments  # noqa: F401  (a fixture)
from troth.proofs.world import World

PAGE, SIGN_UP, CENTRE = "/privacy/", "/sign-up/", "/privacy-centre/"
REQUESTS, CONTACT = "/privacy-centre/requests/", "/contact/"

# For each promise the pages on which its words stand, and the words.
TOLD: dict[str, tuple[list[str], list[str]]] = {
    "SS-19": (
        [PAGE],
        [
            "It covers the web sites that we run ourselves",
            "does not cover sites of third parties and sites that we host for our customers",
        ],
    ),
    "SS-24": ([PAGE], ["data that may be private or sensitive"]),
    "WM-36": ([PAGE], ["visitors to our web site", "our customers, whom we call subscribers"]),
    "WM-38": ([PAGE, SIGN_UP], ["provide our services, to collect payment for them"]),
    "WM-39": ([PAGE, SIGN_UP], ["may be of interest, also together with our partners"]),
    "WM-48": (
        [PAGE],
        ["revise this policy at any time and in any manner", "review this page periodically"],
    ),
    "WM-51": ([PAGE], ["our statistics belong to us"]),
    "SF-27": ([PAGE], ["our web site, our software and our marketing and professional services"]),
    "SF-29": ([PAGE, SIGN_UP], ["o improve our products and services"]),
    "SF-30": ([PAGE, SIGN_UP], ["or administration and customer service"]),
    "SF-39": ([PAGE], ["No security measure is perfect or impenetrable", "cannot guarantee"]),
    "IS-01": (
        [PAGE],
        [
            "ISPmanager, BILLmanager, DCImanager, VMmanager, DNSmanager, COREmanager and IPmanager",
            "the account area; our web sites with their subdomains",
            "requests to support, to other departments or by chat",
        ],
    ),
    "IS-20": (
        [PAGE],
        [
            "o meet obligations under agreements",
            "o meet legal requirements, such as tax",
            "o handle payments and to administer accounts",
            "o protect against copyright violations, fraud and other inequitable conduct",
            "o improve, modernise and support the services",
            "o interact with the user",
            "messages of several kinds, among them those of the system",
            "o do research on anonymised data",
        ],
    ),
    "IS-36": (
        [PAGE],
        [
            "ISPsystem Example Limited",
            "Registration: HE 000000.",
            "1 Example Street, Paphos",
            "privacy@ispsystem.example",
        ],
    ),
    "IS-53": ([PAGE], ["Comments on our web sites may be left through an integrated comments"]),
    "IS-56": ([PAGE], ["Other information that is not directly personal may be processed too"]),
    "IS-62": ([PAGE], ["Full protection of information against intrusion"]),
    "IS-63": ([PAGE, CENTRE, REQUESTS], ["that law may provide other rights"]),
    "WT-28": ([PAGE], ["To provide the best online experience possible."]),
    "WT-30": ([PAGE], ["Websoft Technologies Inc", "Telephone: +1 202 555 0101."]),
}


@pytest.mark.proves(*TOLD)
def test_the_words_stand_there(world: World, played: Played) -> None:
    pages, words = TOLD[played.promise]
    reader = world.customer() if {CENTRE, REQUESTS} & {*pages} else world.visitor()
    for page in pages:
        text = reader.open(page).text
        for passage in words:
            expect(passage in text, f"{page} says: {passage}")


@pytest.mark.proves("IS-02")
@pytest.mark.usefixtures("takes_payments")
def test_what_the_policy_does_not_apply_to_is_named_and_who_is_a_controller_there(
    world: World,
) -> None:
    text = world.visitor().open(PAGE).text
    for passage in (
        "products that are not listed, integrations included",
        "services of third parties, such as a payment site, platforms or social media",
        "companies that use our software, for instance to host",
    ):
        expect(passage in text, f"the page says: {passage}")
    customer = world.customer()
    said = customer.open(payment_page(customer)).text
    expect("Pretend is a controller in its own right" in said, "who pays reads who is a controller")


@pytest.mark.proves("SF-40")
def test_the_telephone_number_and_the_address_of_sales_stand_on_the_page(world: World) -> None:
    page = world.visitor().open(PAGE)
    expect("sales@soffront.example" in page.text, "the page gives the address of sales")
    expect("+1 202 555 0100" in page.text, "the page gives a telephone number")


@pytest.mark.proves("IS-23")
def test_each_purpose_but_marketing_rests_on_a_legitimate_interest(world: World) -> None:
    html = world.visitor().open(PAGE).html
    for purpose in world.policy.tables.purpose:
        told = html.partition(f'id="purpose.{purpose}"')[2].partition("</details>")[0]
        interest = "GDPR Art. 6(1)(f)" in told
        expect(interest != (purpose == "marketing"), f"{purpose} rests on what the page says")
    other = ["GDPR Art. 6(1)(b)", "GDPR Art. 6(1)(c)", "GDPR Art. 17(3)(e)"]
    expect(not any(basis in html for basis in other), "no rule gives another basis")


@pytest.mark.proves("IS-35")
def test_a_table_lists_each_processor_with_its_function_and_country(world: World) -> None:
    rows = [row.text_content() for row in world.visitor().open(PAGE).tree.iter("tr")]
    for name, country in (("Google Inc.", "United States"), ("Yandex", "Russia")):
        listed = any(name in row and "web analytics" in row and country in row for row in rows)
        expect(listed, f"the table lists {name} with its function and country")


@pytest.mark.proves("IS-54")
def test_each_kind_of_data_names_its_source(world: World) -> None:
    text = world.visitor().open(PAGE).text
    expect("The form for signing up requires" in text, "what users provide is told")
    expect("the system records" in text, "what using the sites yields is told")
    expect("such as a social network, gives" in text, "what third parties provide is told")


@pytest.mark.proves("WM-47")
def test_children_are_told_that_it_is_not_for_them(world: World) -> None:
    said = "Our site is not directed towards children"
    for page in (PAGE, SIGN_UP):
        expect(said in world.visitor().open(page).text, f"{page} says: {said}")
    world.signs_up(of_age=False, email="a-child@customer.example")
    expect(not world.mails_to("a-child@customer.example"), "nobody signs up without the age")
