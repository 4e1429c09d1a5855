import json

import pytest

from troth.proofs.expect import expect
from troth.proofs.payments import Till, till  # noqa: F401  (a fixture)
from troth.proofs.world import Customer, World
from troth.requests.keep_mail import opened
from troth.requests.models import RequestMail
from troth.testing.traces import CARD, UNSPACED, kept_in


def expect_it_is_not_taken(world: World, customer: Customer) -> None:
    """Type it wherever people write, and look for it."""
    desk = world.staff("privacy")
    said = f"Take it from {CARD}."
    refused = [
        customer.post("/privacy-centre/requests/ask/", right="rectify", text=said),
        customer.fill(f"/account/{customer.account}/details/", company=CARD),
        world.visitor().fill("/contact/", email="a@visitor.example", message=said),
        world.noted(desk, customer, "right.rectify", text=said),
        desk.fill("/desk/holds/new/", subject=customer.email, reason=said),
    ]
    world.writes(customer.email, said, subject=f"My card {CARD}")
    mails = [opened(mail) for mail in RequestMail.objects.all()]
    told = ["looks like a card number" in page.text for page in refused]
    expect(all(told), "each form says that no card number is taken")
    expect(not kept_in(), "the database holds it nowhere")
    expect(mails and not any(CARD.encode() in mail for mail in mails), "nor does the mail kept")


@pytest.mark.proves("IS-05")
def test_it_is_refused_in_forms_and_masked_in_mails(world: World) -> None:
    expect_it_is_not_taken(world, world.customer())


@pytest.mark.proves("SF-09")
def test_who_takes_payments_has_it_from_the_customer_and_nobody_else_has(
    world: World,
    till: Till,  # noqa: F811
) -> None:
    customer = world.customer()
    assert till.is_paid_by(customer)
    assert till.wire.is_encrypted(), "what goes to whoever takes payments goes by TLS"
    heard, known = b"".join(till.wire.heard), json.dumps(till.third_party.asked("memory"))
    assert customer.email in known and customer.email.encode() not in heard
    for number in (CARD, UNSPACED):
        assert number not in known and number.encode() not in heard
    expect_it_is_not_taken(world, customer)
