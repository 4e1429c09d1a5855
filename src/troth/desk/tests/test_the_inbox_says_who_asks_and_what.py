"""Each request says who asks and what about, as far as a role reads it; the look is noted."""

import pytest
from django.utils import timezone

from troth.accounts.models import Person
from troth.gates.limit_reading import limit_reading
from troth.gates.models import StaffRead
from troth.journal.models import Entry
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

SENDER, SUBJECT = "asker@visitor.example", "Where is my data?"


def test_who_is_nobodys_customer_is_named_with_the_subject() -> None:
    make.in_force("softsys")
    RightsRequest.objects.create(
        channel="email", sender=SENDER, text=f"{SUBJECT}\n\nI wait.", asked_at=timezone.now()
    )
    page = signed_in(make.staff("privacy")).get("/desk/").text
    assert SENDER in page and SUBJECT in page and "I wait." not in page


def test_a_customer_is_named_to_who_reads_names() -> None:
    make.in_force("softsys")
    people = [make.person("A Person"), make.person("Another Person")]
    for each in people:
        ask(each, "erase", at=timezone.now())
    staff = make.staff("billing")
    desk = signed_in(staff)
    for _time in range(2):  # the second look is the same one
        page = desk.get("/desk/").text
        assert "A Person" in page and "Another Person" in page
    looks = StaffRead.objects.filter(staff=staff).values_list("subject", "categories")
    assert sorted(looks) == [(each.pk, ["identity"]) for each in people]


def test_a_customer_is_told_by_their_number_to_who_needs_a_reason() -> None:
    make.in_force("softsys")
    person = make.person("A Person")
    ask(person, "erase", at=timezone.now(), text=SUBJECT)
    page = signed_in(make.staff("privacy")).get("/desk/").text
    assert f'<a href="/desk/customers/person/{person.pk}/">Person {person.pk}</a>' in page
    for each in ("A Person", person.email, SUBJECT):
        assert each not in page
    assert not StaffRead.objects.exists()


def test_who_needs_a_reason_has_each_request_for_one_until_names_are_hidden() -> None:
    make.in_force("softsys")
    person, spoken, shut = (make.person(f"{each} Person") for each in ("A", "Spoken", "Shut"))
    Person.objects.filter(pk=spoken.pk).update(language="de")
    limit_reading(shut, ["identity"], at=timezone.now())
    asked = [ask(each, "erase", at=timezone.now()) for each in (person, spoken, shut)]
    ask(person, "export", at=timezone.now())
    staff = make.staff("owner")
    desk = signed_in(staff)
    for _time in range(2):  # the second look is the same one
        page = desk.post("/desk/?right=", {"names": "show"}, follow=True)
        assert page.request["QUERY_STRING"] == "right="
        assert page.text.count("A Person") == 2 and "Spoken Person" in page.text
        assert "Shut Person" not in page.text  # that is opened one by one
    looks = StaffRead.objects.filter(staff=staff).order_by("pk")
    assert [*looks.values_list("subject", "reason", "ground", "categories")] == [
        (person.pk, f"Request {asked[0].pk}", "request", ["identity"]),
        (spoken.pk, f"Antrag {asked[1].pk}", "request", ["identity"]),
    ]
    noted = Entry.objects.filter(event="data.read").values_list("counts__ground", flat=True)
    assert [*noted] == ["request", "request"]
    # What is seen for a request opens no more of them.
    assert "/reason/" in desk.get(f"/desk/customers/person/{person.pk}/")["Location"]
    assert "A Person" not in desk.post("/desk/", {"names": "hide"}, follow=True).text
