"""Whoever believes that data of a child was received says so by mail, and is told what was done."""

import pytest

from troth.proofs.expect import expect
from troth.proofs.world import World


@pytest.mark.proves("IS-51")
def test_it_is_of_somebody_else_and_is_answered(world: World) -> None:
    child, desk, teacher = world.customer(), world.staff("privacy"), "teacher@school.example"
    assert teacher != child.email
    number = world.writes(teacher, "One of your customers is eleven.", genuine=False)
    sort = f"/desk/requests/{number}/sort/"
    expect('value="right.report-minor"' in desk.open(sort).html, "the desk sorts it as such")
    nobody = desk.post(sort, what="right.report-minor", about="own")
    expect("Say whose data is meant" in nobody.text, "it names the person it is about")
    named = {"about": "anothers", "whose": child.email}
    page = desk.post(sort, what="right.report-minor", **named)
    expect(f"About the data of {child.email}" in page.text, "who is meant stands on its page")
    held = f"/desk/customers/person/{child.person}/"
    expect(held in page.links(), "which leads to what is held about them")
    desk.fill(f"{page.path}carry-out/", done="We have erased what we held.")
    answer = world.mail_to(teacher)
    expect("We have erased what we held." in answer, "whoever reported it is told what was done")
