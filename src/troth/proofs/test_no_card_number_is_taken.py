import pytest

from troth.proofs.expect import expect
from troth.proofs.world import World
from troth.requests.keep_mail import opened
from troth.requests.models import RequestMail
from troth.testing.traces import CARD, kept_in


@pytest.mark.proves("IS-05")
def test_it_is_refused_in_forms_and_masked_in_mails(world: World) -> None:
    customer, desk = world.customer(), world.staff("privacy")
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
