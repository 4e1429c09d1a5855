import json

import pytest

from troth.proofs.expect import expect
from troth.proofs.payments import Till, till  # noqa: F401  (a fixture)
from troth.proofs.visitor import Page
from troth.proofs.world import Customer, World
from troth.requests.keep_mail import opened
from troth.requests.models import RequestMail
from troth.testing.traces import CARD, UNSPACED, kept_in


def typed(world: World, customer: Customer) -> list[Page]:
    """What each form answers into which the number is typed; a mail has it too."""
    desk = world.staff("privacy")
    said = f"Take it from {CARD}."
    answers = [
        customer.post("/privacy-centre/requests/ask/", right="rectify", text=said),
        customer.fill(f"/account/{customer.account}/details/", company=CARD),
        world.visitor().fill("/contact/", email="a@visitor.example", message=said),
        world.noted(desk, customer, "right.rectify", text=said),
        desk.fill("/desk/holds/new/", subject=customer.email, reason=said),
    ]
    world.writes(customer.email, said, subject=f"My card {CARD}")
    return answers


@pytest.mark.proves("IS-05")
def test_it_is_refused_in_forms_and_masked_in_mails(world: World) -> None:
    refused = typed(world, world.customer())
    mails = [opened(mail) for mail in RequestMail.objects.all()]
    told = ["looks like a card number" in page.text for page in refused]
    expect(all(told), "each form says that no card number is taken")
    expect(not kept_in(), "the database holds it nowhere")
    expect(mails and not any(CARD.encode() in mail for mail in mails), "nor does the mail kept")


@pytest.mark.proves("SF-09")
def test_it_is_given_to_who_takes_payments_and_to_nobody_else(
    world: World,
    till: Till,  # noqa: F811
) -> None:
    customer = world.customer()
    assert till.is_paid_by(customer)
    heard = b"".join(till.wire.heard)
    assert till.wire.is_encrypted(), "what goes to the payment company goes by TLS"
    known = json.dumps(till.third_party.asked("memory"))
    assert customer.email in known and customer.email.encode() not in heard
    assert not any(number in known for number in (CARD, UNSPACED)), "no number came from us"
    assert not any(number.encode() in heard for number in (CARD, UNSPACED))
    refused = typed(world, customer)
    expect(not kept_in(), "what is typed anywhere else is stored nowhere")
    told = ["looks like a card number" in page.text for page in refused]
    expect(all(told), "each form says that no card number is taken")
