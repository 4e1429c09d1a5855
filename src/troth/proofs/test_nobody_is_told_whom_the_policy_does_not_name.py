"""What goes to third parties goes to those whom the policy names, and is what it lets them have."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Person
from troth.core.day import day_at
from troth.core.setting_url import mailer_from_url
from troth.gates.enter_undertaking import enter_undertaking
from troth.gates.models import Disclosure
from troth.gates.recipient import Recipient
from troth.gates.share import Told, of, share
from troth.proofs.expect import expect
from troth.proofs.plugged_in import refusal, switched_on  # noqa: F401  (fixtures)
from troth.proofs.world import World

GOOGLE = Recipient(
    name="google",
    title="Google Inc.",
    role="processor",
    function="web analytics",
    country="US",
    receives=frozenset({"device", "usage"}),
)


@dataclass(frozen=True)
class Visit:
    """What a plug-in for web analytics would be told."""

    device: str = ""
    page: str = ""
    name: str = ""


@pytest.mark.proves("WM-08")
def test_mail_goes_through_whom_the_policy_names(
    world: World,
    settings: Settings,
    refusal: Callable[[], str],  # noqa: F811
    switched_on: list[Recipient],  # noqa: F811
) -> None:
    settings.MAIL_RELAY = "mail"
    customer = world.customer()
    page = customer.open("/privacy-centre/disclosures/")
    assert "The e-mail service" in page.text and "/privacy/#share.mail" in page.links()
    settings.MAILERS = {"default": mailer_from_url("smtp://mail.example:587?tls=starttls")}
    assert not refusal()
    settings.MAIL_RELAY = "another"
    expect("[share.another]" in refusal(), "what delivers mail, and is not named, does not start")
    settings.MAIL_RELAY = "mail"
    switched_on.append(replace(GOOGLE, name="gateway"))
    assert "[share.gateway]" in refusal()


@pytest.mark.proves("IS-35")
def test_whoever_is_switched_on_stands_on_the_page(
    world: World,
    refusal: Callable[[], str],  # noqa: F811
    switched_on: list[Recipient],  # noqa: F811
) -> None:
    switched_on.append(GOOGLE)
    page = world.visitor().open("/privacy/").text
    for said in (GOOGLE.title, GOOGLE.function, "United States"):
        expect(said in page, "the page names each processor, its function and its country")
    assert not refusal()
    switched_on.append(replace(GOOGLE, name="metrica"))
    assert "[share.metrica]" in refusal()


@pytest.mark.proves("IS-49")
def test_a_processor_is_told_what_its_rule_says(
    world: World,
    refusal: Callable[[], str],  # noqa: F811
    switched_on: list[Recipient],  # noqa: F811
) -> None:
    customer, now = world.customer(), timezone.now()
    person = Person.objects.get(email=customer.email)
    for kind in ("confidentiality", "safeguards"):
        enter_undertaking("google", kind, day_at(now), at=now)
    enter_undertaking("google", "instructions", day_at(now), purposes=["improvement"], at=now)
    with share(
        GOOGLE,
        person,
        Visit,
        device=Told("device", "a browser"),
        page=Told("usage", "/account/"),
        name=of(person, "name"),
        at=now,
    ) as told:
        expect(told == Visit("a browser", "/account/"), "it is told what it needs, and no name")
    row = Disclosure.objects.get(recipient="google")
    assert (row.rule, row.categories) == ("share.google", ["device", "usage"])
    assert "Google Inc." in customer.open("/privacy-centre/disclosures/").text
    switched_on.append(replace(GOOGLE, receives=GOOGLE.receives | {"billing"}))
    assert "without billing" in refusal()
