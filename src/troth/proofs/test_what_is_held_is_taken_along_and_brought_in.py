"""A copy holds what the page of all that is held shows, in the format of the policy."""

import csv
import io
import json
import re
from collections import Counter
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from troth.copies.tasks import copies
from troth.proofs.expect import expect
from troth.proofs.visitor import Visitor
from troth.proofs.world import World


def entries_shown(reader: Visitor) -> dict[str, int]:
    """The number of entries of each record, as `/privacy-centre/held/` gives it."""
    cards = reader.open("/privacy-centre/held/").tree.find_class("card")
    shown = {}
    for card in cards:
        title, figure = card.find(".//h2").text_content(), card.find_class("figure")[0]
        found = re.search(r"\d+", figure.text_content())
        assert found
        shown[title.strip().lower()] = int(found[0])
    return shown


def entries_of(copy: ZipFile) -> dict[str, int]:
    """The number of rows of each record in a copy."""
    rows: Counter[str] = Counter()
    for file in json.loads(copy.read("manifest.json"))["files"]:
        text = copy.read(file["file"]).decode()
        is_json = file["file"].endswith(".json")
        found = json.loads(text) if is_json else [*csv.DictReader(io.StringIO(text, newline=""))]
        rows[file["about"].lower()] += len(found)
    return {record: count for record, count in rows.items() if count}


@pytest.mark.proves("IS-43")
def test_in_csv_and_back_field_by_field(world: World) -> None:
    customer = world.customer(phone="+49 30 1234567")
    page = customer.open("/privacy-centre/download/")
    expect('value="csv"' in page.html, "the account area hands out CSV")
    shown = entries_shown(customer)
    file = customer.fetch(page.path, format="csv")
    copy = ZipFile(io.BytesIO(file))
    names = {name for name in copy.namelist() if "/" not in name} - {"manifest.json", "index.html"}
    expect(all(name.endswith(".csv") for name in names), "each file of the copy is CSV")
    expect(entries_of(copy) == shown, "its rows are those of what is held")

    customer.fill("/profile/", name="A Mistake", phone="+49 30 7654321")
    upload = SimpleUploadedFile("my-data.zip", file)
    preview = customer.fill("/privacy-centre/bring-in/", copy=upload)
    (form,) = (each for each in preview.tree.forms if each.action == f"{preview.path}apply/")
    ticked = dict(form.form_values()) | {"take": ["person.phone"]}
    customer.post(form.action, **ticked)
    profile = customer.open("/profile/").tree
    fields = {field.get("name"): field.get("value") for field in profile.iter("input")}
    expect(fields["phone"] == "+49 30 1234567", "a field that was ticked is stored")
    expect(fields["name"] == "A Mistake", "one that was not is left as it is")


@pytest.mark.proves("SS-10")
def test_by_mail_to_billing_in_json(world: World) -> None:
    customer, other, desk = world.customer(), world.customer(), world.staff("billing")
    number = world.writes(customer.email, "Please send me all that you have.")
    path = f"/desk/requests/{number}/"
    world.staff("privacy").post(f"{path}sort/", what="right.export", about="own")
    refused = desk.open(f"{path}carry-out/")
    assert "cannot be done now" in refused.text, "a mail alone proves nothing"
    world.visitor().fill(world.mailbox.link_to(customer.email))
    offered = desk.open(f"{path}carry-out/")
    expect('value="json"' in offered.html, "billing makes a copy in JSON")
    desk.fill(f"{path}carry-out/", format="json")

    shown = entries_shown(customer)
    world.clock.shift(timedelta(minutes=6))
    copies(timestamp=0)  # the worker's
    link = world.mailbox.link_to(customer.email)
    expect(not other.fetch(link), "another customer who has the link gets nothing")
    copy = ZipFile(io.BytesIO(customer.fetch(link)))
    names = {name for name in copy.namelist() if "/" not in name} - {"index.html"}
    expect(all(name.endswith(".json") for name in names), "each file of the copy is JSON")
    expect(entries_of(copy) == shown, "its records are those of what is held")
    expect(not customer.fetch(link), "it is fetched once")
