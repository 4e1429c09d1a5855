"""What is held about people stands on the page of the policy, and in their own privacy centre."""

import re

import pytest

from troth.cli import main
from troth.proofs.expect import expect
from troth.proofs.visitor import Page
from troth.proofs.world import Customer, World

PAGE, HELD = "/privacy/", "/privacy-centre/held/"


def rules_of(page: Page) -> set[str]:
    """The rules to which a page of the privacy centre leads."""
    return {link.partition("#")[2] for link in page.links() if link.startswith(f"{PAGE}#")}


def held_by_rules_of_the_page(world: World, customer: Customer) -> dict[str, Page]:
    """What is held about a customer, by record; each by rules that stand on the page."""
    ids = {*world.visitor().open(PAGE).tree.xpath("//@id")}
    records = [link for link in customer.open(HELD).links() if re.fullmatch(rf"{HELD}\w+/", link)]
    held = {link.removeprefix(HELD).strip("/"): customer.open(link) for link in records}
    assert {"account", "person", "signin"} <= {*held}
    for record, page in held.items():
        rules = rules_of(page)
        assert any(rule.startswith("keep.") for rule in rules), f"a rule keeps {record}"
        expect(rules <= ids, f"each rule by which {record} is held stands on the page")
    return held


@pytest.mark.proves("SS-21")
def test_it_is_about_what_is_done_offline_as_well(world: World) -> None:
    customer = world.customer()
    text = world.visitor().open(PAGE).text
    expect("or processed otherwise, also offline" in text, "the page says so")
    noted_at = world.noted(world.staff("privacy"), customer, "right.recover").path
    assert re.fullmatch(r"/desk/requests/\d+/", noted_at)
    noted = customer.open(f"{HELD}request/")
    expect("Channelby telephone" in noted.text, "a request by telephone is shown")
    expect("keep.people" in rules_of(noted), "and the rule that keeps it")


@pytest.mark.proves("IS-46")
def test_it_lists_each_record_and_cookie_and_what_is_seen_at_a_sign_in(world: World) -> None:
    """Recipients, of which this installation has none switched on, wait for their plug-ins."""
    customer = world.customer()
    page = world.visitor().open(PAGE)
    told = page.html.partition('id="collect.signin"')[2].partition("</details>")[0]
    expect("IP address" in told, "the page says that a sign-in leaves its address")
    held = held_by_rules_of_the_page(world, customer)
    expect("127.0.0.1" in held["signin"].text, "a sign-in leaves what the page says")
    for cookie in customer.client.cookies:
        named = cookie.removeprefix("__Host-")
        assert any(named in each.names for each in world.policy.tables.cookie.values()), cookie
    assert main(["manage", "check"]) == 0, "what no declaration names would not start"


@pytest.mark.proves("WT-31")
def test_the_page_the_form_and_what_is_held_agree(world: World) -> None:
    customer = world.customer()
    held_by_rules_of_the_page(world, customer)
    html = world.visitor().open(PAGE).html
    told = html.partition('id="collect.call-back"')[2].partition("</details>")[0]
    expect("e-mail address" in told, "the page says what one who is called back may leave")
    form = world.visitor().open("/contact/call-back/")
    expect("email" in form.fields, "the form asks what the page says")
    world.visitor().fill(
        form.path, name="A Caller", phone="+49 30 1234567", message="Call.", email=customer.email
    )
    desk = world.staff("support")
    asked = [link for link in desk.open("/desk/inquiries/").links() if "inquiries/" in link]
    assert customer.email in desk.open(asked[-1]).text, "and who calls back sees it"
    asked_and_held = customer.open(f"{HELD}inquiry/")
    expect(customer.email in asked_and_held.text, "what was left there is held, and shown")
    expect("purpose.inquiry" in rules_of(asked_and_held), "with what it is for")


@pytest.mark.proves("IS-16")
def test_what_no_rule_lists_is_neither_taken_nor_noted(world: World) -> None:
    """What plug-ins fill waits for the first that fills anything."""
    fields = world.visitor().open("/sign-up/").fields
    expect("title" not in fields, "signing up asks for nothing that no rule lists")
    refused = world.visitor().post("/sign-up/", title="Countess", name="A Newcomer")
    expect("does not accept “title”. Nothing was saved" in refused.text, "nor takes it")
    customer = world.customer()
    customer.fill(f"/account/{customer.account}/details/", company="An Example")
    held = customer.open(f"{HELD}activity/").text
    assert "details corrected" in held, "what was done in an account is noted"
    assert "127.0.0.1" not in held, "without the address, which collect.service does not list"
