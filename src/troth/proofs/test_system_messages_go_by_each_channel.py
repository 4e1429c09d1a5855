"""What concerns the service goes out at once, by every channel that the policy names."""

import pytest
from pytest_django import Settings

from troth.proofs.expect import expect
from troth.proofs.shop import orders, sells
from troth.proofs.world import World
from troth.services.by_night import by_night
from troth.testing.browser import PASSWORD
from troth.testing.sms import SmsServer


@pytest.mark.proves("IS-21")
def test_a_changed_password_an_outage_and_a_missed_payment(
    world: World, sms_server: SmsServer, settings: Settings
) -> None:
    settings.SMS_RELAY = ""  # the provider sends them itself
    reached, without_phone = world.customer(phone="+49 30 1234567"), world.customer(phone="")
    new = "another-horse-7-battery"
    for customer in (reached, without_phone):
        customer.fill("/security/password/", oldpassword=PASSWORD, password1=new)
    outage = world.mailing("system", "agreements")
    for customer in (reached, without_phone):
        subjects = {str(mail["Subject"]) for mail in world.mails_to(customer.email)}
        assert outage in subjects and any("assword" in each for each in subjects), "by e-mail"
        shown = customer.open(f"/account/{customer.account}/messages/").text
        expect(outage in shown and "assword" in shown, "the account area shows them")
    expect({phone for phone, _text in sms_server.arrived} == {"+49301234567"}, "by SMS")
    texts = " ".join(text for _phone, text in sms_server.arrived)
    expect(outage in texts and "assword" in texts, "of both, a text to who has a phone")
    orders(reached, sells(world), documents=True)
    world.staff("billing").fill("/desk/dunning/", action="remind", days=3)
    world.later("2 months")
    by_night(at=world.now)
    (missed,) = (
        mail["Subject"] for mail in world.mails_to(reached.email) if "overdue" in mail["Subject"]
    )
    reached.sign_in(new)
    shown = reached.open(f"/account/{reached.account}/messages/").text
    expect(missed in shown, "the account area shows that a payment was missed")
    expect(any(missed in text for _phone, text in sms_server.arrived), "and a text says so")
