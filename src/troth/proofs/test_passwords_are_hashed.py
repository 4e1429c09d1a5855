"""A password stands nowhere but as a hash that leads back to none."""

import logging

import pytest
from pytest_django import Settings

from troth import settings as shipped
from troth.accounts.models import Person
from troth.erasure.tests.canary import dump
from troth.proofs.expect import expect
from troth.proofs.world import World
from troth.testing.browser import PASSWORD

CHANGED, CHOSEN = "battery-staple-7-horse", "staple-horse-5-correct"


@pytest.mark.proves("SF-37")
def test_after_signing_up_changing_and_resetting(
    world: World, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.PASSWORD_HASHERS = shipped.PASSWORD_HASHERS  # tests have a faster one
    caplog.set_level(logging.INFO)
    customer = world.customer()
    customer.fill("/security/password/", oldpassword=PASSWORD, password1=CHANGED)
    hashes = [Person.objects.defer(None).get(pk=customer.person).password]
    world.visitor().fill("/password/", email=customer.email)
    world.visitor().fill(world.mailbox.link_to(customer.email), password1=CHOSEN)
    hashes.append(Person.objects.defer(None).get(pk=customer.person).password)
    assert world.visitor().fill("/sign-in/", login=customer.email, password=CHOSEN).status == 200
    mails = "".join(str(mail) for mail in world.mails_to(customer.email))
    for password in (PASSWORD, CHANGED, CHOSEN):
        assert password not in dump() + caplog.text + mails
    assert all(each.startswith("argon2$argon2id$") for each in hashes) and len({*hashes}) == 2
    rule = world.visitor().open("/privacy/").html.partition('id="feature.password-hashing"')[2]
    expect("one-way hashed" in rule.partition("</details>")[0], "the policy has a rule for it")
