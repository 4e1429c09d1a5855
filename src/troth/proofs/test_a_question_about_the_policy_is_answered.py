"""A question that asks for no right reaches the desk by mail, and is answered from there."""

import pytest

from troth.proofs.expect import expect
from troth.proofs.world import World

ADDRESS = "privacy@websoft.example"  # whose mailbox the desk reads


@pytest.mark.proves("WT-26")
def test_it_is_answered_and_kept_as_an_inquiry(world: World) -> None:
    expect(ADDRESS in world.visitor().open("/privacy/").text, "the page says where to write")
    desk, reader = world.staff("privacy"), "a-reader@mail.example"
    number = world.writes(reader, "How do you choose your processors?", genuine=False)
    sort = f"/desk/requests/{number}/sort/"
    expect("How do you choose" in desk.open(sort).text, "it reaches the desk")
    dropped = desk.post(sort)
    expect(dropped.path == sort, "it is not dropped without a reason")
    inquiry = desk.fill(sort, "Answer it as an inquiry")
    expect("How do you choose" in inquiry.text, "it is an inquiry")
    dropped = desk.post(f"{inquiry.path}close/")
    expect("say why it needs no answer" in dropped.text, "nor is that without an answer")
    desk.fill(inquiry.path, "Send the answer", text="By their safeguards.")
    expect("By their safeguards." in world.mail_to(reader), "the answer is mailed")
    expect("By their safeguards." in desk.open(inquiry.path).text, "and kept with the question")
