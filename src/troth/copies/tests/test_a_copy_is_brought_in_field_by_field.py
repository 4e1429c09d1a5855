import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from troth.accounts.models import Account, Activity, Person, Preferences
from troth.copies.export import export
from troth.gates.models import ConsentEvent
from troth.journal.models import Entry
from troth.policy.parse import parse
from troth.policy.shipped import shipped
from troth.publishing.publish import publish
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/privacy-centre/bring-in/"


def copy(**tables: list[dict[str, Any]]) -> SimpleUploadedFile:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, rows in tables.items():
            archive.writestr(f"{name}.json", json.dumps(rows))
    return SimpleUploadedFile("copy.zip", output.getvalue())


def me() -> Person:
    make.in_force("ispsystem")
    return make.owner(make.account())


def form_of(html: str) -> dict[str, Any]:
    """What a browser would send from the preview, with every tick set."""
    hidden = dict(re.findall(r'type="hidden" name="([\w.-]+)" value="([^"]*)"', html))
    return {"take": re.findall(r'name="take" value="([^"]+)"', html), **hidden}


def test_an_earlier_copy_brings_ones_details_back() -> None:
    person = me()
    account = Account.objects.get()
    Account.objects.update(company="=Old & Sons", city="Ulm", country="DE", postcode="89073")
    earlier = io.BytesIO()
    export(person, earlier, format="csv", at=make.NOW)
    Account.objects.update(company="New", city="Köln", postcode="50667")
    Person.objects.update(name="Renamed")

    client = signed_in(person)
    html = client.post(PAGE, {"copy": SimpleUploadedFile("c.zip", earlier.getvalue())})
    page = html.content.decode()
    assert "“New” becomes “=Old &amp; Sons”" in page and "“Renamed” becomes “A Person”" in page
    account.refresh_from_db()
    assert account.company == "New"  # nothing is stored by looking

    form = form_of(page)
    form["take"].remove("person.name")
    form = {name: "=Old & Sons" if "&amp;" in value else value for name, value in form.items()}
    answer = client.post(f"{PAGE}apply/", form, follow=True)
    assert "3 fields were brought in." in answer.content.decode()
    account.refresh_from_db()
    person.refresh_from_db()
    assert (account.company, account.city, account.postcode) == ("=Old & Sons", "Ulm", "89073")
    assert person.name == "Renamed"  # it was not ticked
    assert Activity.objects.filter(what__startswith="details corrected").count() == 1
    assert Entry.objects.get(event="account.corrected").rule == "right.rectify"

    again = client.post(f"{PAGE}apply/", form, follow=True)
    assert "Nothing had to be changed." in again.content.decode()


def test_neither_address_nor_consents_nor_other_accounts_come_in() -> None:
    person = me()
    other = make.account()
    rows = copy(
        person=[{"email": "else@other.example", "name": "B", "is_staff": True}],
        account=[{"id": other.pk, "company": "Theirs"}, {"id": 10**9, "company": "Nobody's"}],
        consent_event=[{"rule": "consent.marketing", "kind": "given"}],
    )
    client = signed_in(person)
    form = form_of(client.post(PAGE, {"copy": rows}).content.decode())
    assert form["take"] == ["person.name"]
    forged = {f"account-{other.pk}.company": "Theirs", "person.email": "x@other.example"}
    form = form | forged | {"take": [*form["take"], *forged, "person.is_staff"]}
    client.post(f"{PAGE}apply/", form)
    other.refresh_from_db()
    kept = Person.objects.get(pk=person.pk)
    assert (kept.name, kept.email, kept.is_staff) == ("B", person.email, False)
    assert other.company == "" and not ConsentEvent.objects.exists()


def test_what_cannot_be_taken_says_why_and_the_rest_can() -> None:
    person = me()
    rows = copy(
        person=[{"name": "N" * 201, "phone": "+49 221 555 0100"}],
        account=[{"company": "4111 1111 1111 1111", "tax_id": "a\0b", "country": "Atlantis"}],
    )
    client = signed_in(person)
    html = client.post(PAGE, {"copy": rows}).content.decode()
    assert html.count("This cannot be used") >= 4
    form = form_of(html)
    assert form["take"] == ["person.phone"]
    form |= {"take": ["person.phone", "person.name"], "person.name": "N" * 201}
    assert "This cannot be used" in client.post(f"{PAGE}apply/", form).content.decode()
    person.refresh_from_db()
    assert person.phone == ""  # all of it or nothing


def test_a_copy_that_says_nothing_new_says_so() -> None:
    person = me()
    rows = copy(person=[{"name": person.name}])
    html = signed_in(person).post(PAGE, {"copy": rows}).content.decode()
    assert "Nothing needs to change" in html and "Bring in what is ticked" not in html


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "This field is required"),
        (b"", "not a zip file that we can read"),
        (b"x" * 11_000_000, "larger than"),
        (b"<script>alert(1)</script>", "not a zip file that we can read"),
    ],
)
def test_a_file_that_is_no_copy_is_told_on_the_field(content: bytes | None, told: str) -> None:
    data = {} if content is None else {"copy": SimpleUploadedFile("copy.zip", content)}
    answer = signed_in(me()).post(PAGE, data)
    assert answer.status_code == 200 and told in answer.content.decode()


def test_where_the_policy_does_not_offer_it_there_is_no_such_page() -> None:
    make.in_force("softsys")
    client = signed_in(make.owner(make.account()))
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}apply/", {"take": "person.name"}).status_code == 404
    assert PAGE not in client.get("/privacy-centre/").content.decode()


def test_what_was_told_of_ones_own_accord_comes_back_where_the_policy_asks() -> None:
    text = shipped()["websoftmaster"].read_text()
    text += '\n```toml\n[right.import]\nask = ["portal"]\nself_service = true\n```\n'
    publish(parse(text.encode()), at=make.LONG_AGO)
    person = make.owner(make.account())
    make.preferences(person)
    earlier = io.BytesIO()
    export(person, earlier, format="csv", at=make.NOW)
    Preferences.objects.update(interest="nothing", demographics="")

    client = signed_in(person)
    page = client.post(PAGE, {"copy": SimpleUploadedFile("c.zip", earlier.getvalue())})
    html = page.content.decode()
    assert "“nothing” becomes “backups”" in html and "empty now, becomes “43”" in html
    client.post(f"{PAGE}apply/", form_of(html))
    told = Preferences.objects.values_list("demographics", "product_usage", "interest").get()
    assert told == ("43", "daily", "backups")


def test_files_are_read_twenty_times_an_hour(settings: Settings) -> None:
    client = signed_in(me())
    assert settings.ACCOUNT_RATE_LIMITS["bring_in"] == "20/h/user"
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"bring_in": "2/h/user"}
    answers = [client.post("/privacy-centre/bring-in/").status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert client.get("/privacy-centre/bring-in/").status_code == 200
