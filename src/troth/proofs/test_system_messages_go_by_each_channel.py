"""What concerns the service goes out at once, by every channel that the policy names."""

import pytest

from troth.proofs.expect import expect
from troth.proofs.world import World
from troth.testing.browser import PASSWORD
from troth.testing.sms import SmsServer


@pytest.mark.proves("IS-21")
def test_a_changed_password_and_an_outage(world: World, sms_server: SmsServer) -> None:
    """A missed payment waits for the room that asks for payments."""
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
