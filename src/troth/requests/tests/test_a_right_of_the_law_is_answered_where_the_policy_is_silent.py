"""What the law gives and the policy does not name is asked, answered and closed all the same."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from troth.copies.models import Copy
from troth.core.duration import Duration
from troth.journal.models import Entry
from troth.policy.rights import BY_LAW
from troth.publishing.running import policy_on
from troth.requests.ask import ask
from troth.requests.extend import extend
from troth.requests.models import RightsRequest
from troth.requests.refuse import refuse
from troth.requests.sort import sort
from troth.requests.take_in import take_in
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

ASK = "/privacy-centre/requests/ask/"


def a_month_from(day: date) -> date:
    return Duration(1, "month").after(day)


def rules_of(request: RightsRequest) -> set[str]:
    return set(Entry.objects.filter(counts__request=request.pk).values_list("rule", flat=True))


def test_access_from_the_account_area_to_the_copy() -> None:
    make.in_force("softsys")  # which has no right.access
    person = make.owner(make.full_account())
    client = signed_in(person)
    assert f"{ASK}?right=access" in client.get("/privacy-centre/requests/").text
    client.post(ASK, {"right": "access", "text": "What do you hold?"})
    request = RightsRequest.objects.get()
    assert (request.rule, request.verified_by) == ("", "sign-in")
    assert request.due_on == a_month_from(timezone.now().date())

    privacy = signed_in(make.staff("privacy"))
    assert "the law gives it" in privacy.get(f"/desk/requests/{request.pk}/").text
    privacy.post(
        f"/desk/requests/{request.pk}/carry-out/", {"text": "It is made.", "format": "json"}
    )

    request.refresh_from_db()
    assert request.state == "done"
    assert Copy.objects.get().person == person
    assert rules_of(request) == {""}
    figures = privacy.get("/desk/figures/").context["by_right"]
    assert {str(right): sum.answered for right, sum in figures}["access to data"] == 1


@pytest.mark.parametrize("name", ["softsys", "websoft", "websoftmaster", "soffront", "ispsystem"])
def test_the_desk_takes_in_every_right_of_the_law(name: str) -> None:
    make.in_force(name)
    person = make.owner(make.account())
    privacy = signed_in(make.staff("privacy"))
    today = timezone.now().date()
    page = privacy.get("/desk/requests/new/").text
    for right in BY_LAW:
        rule = make.policy(name).tables.right.get(right)
        by_letter = rule is not None and "letter" in rule.ask
        choice = f"right.{right}" if by_letter else f"law.{right}"
        assert f'value="{choice}"' in page
        form = {"rule": choice, "about": "own", "channel": "letter", "customer": person.email}
        privacy.post("/desk/requests/new/", form | {"came_on": today.isoformat()})
        request = RightsRequest.objects.get(right=right)
        assert request.due_on is not None
        assert request.rule == (choice if by_letter else "")
        if not by_letter:
            steps = dict(privacy.get(f"/desk/requests/{request.pk}/").context["steps"])
            assert {"verify", "refuse", "extend"} <= steps.keys()
            refuse(request, "The law does not give it here.", at=timezone.now())
            assert rules_of(request) == {""}


@pytest.mark.parametrize(("way", "rule"), [("phone", ""), ("email", "right.erase")])
def test_by_law_holds_what_the_rule_does_not_take_this_way(way: str, rule: str) -> None:
    make.in_force("softsys")  # where erasure is asked by e-mail, and done within 3 days
    person = make.owner(make.account())
    privacy = signed_in(make.staff("privacy"))
    today = timezone.now().date()
    form = {"about": "own", "customer": person.email, "came_on": today.isoformat(), "channel": way}
    if not rule:
        refused = privacy.post("/desk/requests/new/", form | {"rule": "right.erase"})
        assert "By this rule it is asked by e-mail or by a support ticket." in refused.text
        assert not RightsRequest.objects.exists()
    privacy.post("/desk/requests/new/", form | {"rule": "law.erase"})
    request = RightsRequest.objects.get()
    assert request.rule == rule
    assert request.due_on == (today + timedelta(days=3) if rule else a_month_from(today))


def test_a_mail_is_sorted_under_the_law_with_its_month() -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    mail = take_in(
        person.email, "Art. 15!", mail_id="<1@x>", asked_at=make.NOW, at=make.NOW, genuine=True
    )
    assert mail
    request = sort(mail, "law.access", at=make.NOW)
    assert (request.right, request.rule) == ("access", "")
    assert request.due_on == date(2026, 7, 15)
    assert extend(request, "It is much.", at=make.NOW).due_on == date(2026, 9, 15)


def test_the_laws_time_holds_where_the_policy_names_none() -> None:
    make.in_force("soffront")  # its right.access has no `within`
    assert ask(make.person(), "access", at=make.NOW).due_on == date(2026, 7, 15)


def test_a_request_outlives_the_rule_that_it_was_asked_under() -> None:
    make.in_force("websoftmaster")
    request = ask(make.person(), "access", at=make.NOW)
    assert "access" not in make.policy("softsys").tables.right
    make.in_force("softsys")
    assert policy_on(timezone.now().date()).digest == make.policy("softsys").digest
    privacy = signed_in(make.staff("privacy"))
    steps = dict(privacy.get(f"/desk/requests/{request.pk}/").context["steps"])
    assert {"carry-out", "refuse"} <= steps.keys()


def test_where_the_policy_says_how_it_is_asked_its_ways_hold() -> None:
    make.in_force("soffront")  # a restriction is asked by e-mail
    page = signed_in(make.person()).post(ASK, {"right": "restrict"})
    assert page.headers["Location"] == "/privacy-centre/restrict/"
    assert not RightsRequest.objects.exists()
