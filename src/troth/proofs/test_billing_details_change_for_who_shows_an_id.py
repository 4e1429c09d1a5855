"""Before billing details are shown or changed, the desk may ask for a document, and destroys it."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from troth.proofs.expect import expect
from troth.proofs.visitor import Page, Visitor
from troth.proofs.world import World

DOCUMENT = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0"
# What is asked by telephone: the right, the data that it is about, and the rule for all data.
ASKED = [
    ("Access to data", "what was invoiced and paid", "right.access"),
    ("Correction of data", "how someone pays", "right.rectify"),
    ("Correction of data", "e-mail and postal addresses", "right.rectify"),
]


@pytest.mark.proves("WT-14")
def test_to_see_an_invoice_change_the_bank_account_and_change_the_address(world: World) -> None:
    desk = world.staff("billing")
    for right, data, otherwise in ASKED:
        customer = world.customer()
        rule = rule_for(desk, right, data) or otherwise
        path = world.noted(desk, customer, rule).path
        needs_id = "government-id" in verify_by(desk, path)
        expect(needs_id, f"{right}, of {data}: a copy of an ID may be required")
        refused = desk.post(f"{path}carry-out/", text="It is done.", format="json")
        expect("First verify who is asking" in refused.text, "nothing is done before one was seen")
        upload = SimpleUploadedFile("id.png", DOCUMENT)
        desk.fill(f"{path}add-proof/", document=upload)
        (shown,) = (link for link in desk.open(path).links() if "/proofs/" in link)
        expect(desk.client.get(shown).content == DOCUMENT, "whoever decides looks at it")
        expect(kept() and DOCUMENT not in kept(), "it is kept encrypted")
        desk.fill(f"{path}verify/", by="government-id")
        desk.fill(f"{path}carry-out/")
        expect("How it ended: done" in desk.open(path).text, "then it is done")
        expect(not kept() and desk.open(shown).status == 404, "and the document is destroyed")


def rule_for(desk: Visitor, right: str, data: str) -> str:
    """The rule that the desk offers for a right to some data alone; blank where it has none."""
    form: Page = desk.open("/desk/requests/new/")
    for choice in form.tree.xpath("//input[@name='rule']"):
        said = " ".join(choice.getparent().text_content().split())
        if said.startswith(f"{right}:") and data in said:
            return str(choice.get("value"))
    return ""


def verify_by(desk: Visitor, path: str) -> set[str]:
    """The proofs among which the desk chooses for a request."""
    return {*re.findall(r'name="by" value="([\w-]+)"', desk.open(f"{path}verify/").html)}


def kept() -> list[bytes]:
    """The proofs that lie on the disk, as they lie there."""
    return [file.read_bytes() for file in settings.MEDIA_ROOT.glob("proofs/*")]
