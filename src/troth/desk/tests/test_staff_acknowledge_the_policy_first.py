"""Whoever has not acknowledged the policy in force sees nothing of the desk but it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person
from troth.gates.acknowledge import acknowledge, acknowledged_by, has_acknowledged
from troth.gates.models import Acknowledgement
from troth.journal.models import Entry
from troth.publishing.models import PublishedPolicy
from troth.testing import make

pytestmark = pytest.mark.django_db


def newcomer(client: Client) -> Person:
    staff = make.person(staff=True)
    staff.staff_role = "owner"
    staff.save()
    client.force_login(staff)
    return staff


@pytest.mark.parametrize("name", ["ispsystem", "websoft", "softsys"])
@pytest.mark.parametrize("path", ["/desk/", "/desk/customers/", "/desk/records/"])
def test_nothing_opens_before(client: Client, name: str, path: str) -> None:
    make.in_force(name)
    newcomer(client)
    answer = client.get(path, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/desk/acknowledge/?next=%2Fdesk%2F")
    page = answer.content.decode()
    assert "I have read it and will follow it" in page
    digest = make.policy(name).digest
    answer = client.post(answer.redirect_chain[-1][0], {"policy": digest})
    assert answer.headers["Location"] == path
    assert client.get(path).status_code == 200
    noted = Entry.objects.get(event="policy.acknowledged")
    assert noted.policy == digest
    client.post("/desk/acknowledge/", {"policy": digest})
    assert Acknowledgement.objects.count() == 1
    assert Entry.objects.filter(event="policy.acknowledged").count() == 1


def test_a_new_text_is_acknowledged_anew(client: Client) -> None:
    make.in_force("softsys")
    newcomer(client)
    old = make.policy("softsys").digest
    client.post("/desk/acknowledge/", {"policy": old})
    PublishedPolicy.objects.all().delete()
    make.in_force("websoft")
    # The form of the old text, sent from another tab, does not count for the new one.
    client.post("/desk/acknowledge/", {"policy": old})
    assert client.get("/desk/").headers["Location"].startswith("/desk/acknowledge/")


def test_it_is_acknowledged_again_after_the_time_of_review() -> None:
    policy = make.changed("ispsystem", ("[staff]\n", '[staff]\nreview = "6 months"\n'))
    make.in_force(policy)
    staff = make.person(staff=True)
    acknowledge(staff, policy, at=make.NOW)
    make.person(staff=True)  # who has never read it
    for days, who in ((182, {staff.pk}), (184, set())):
        then = make.NOW + timedelta(days=days)
        assert has_acknowledged(staff, policy, at=then) == bool(who)
        assert acknowledged_by(policy, at=then) == who
    acknowledge(staff, policy, at=make.NOW + timedelta(days=184))
    assert has_acknowledged(staff, policy, at=make.NOW + timedelta(days=185))


def test_a_policy_that_does_not_ask_for_it_opens_the_desk(client: Client) -> None:
    make.in_force("soffront")
    staff = newcomer(client)
    assert client.get("/desk/").status_code == 200
    assert acknowledged_by(make.policy("soffront"), at=make.NOW) == {staff.pk}


def test_customers_and_strangers_do_not_get_there(client: Client) -> None:
    make.in_force("softsys")
    assert client.get("/desk/acknowledge/").headers["Location"].startswith("/sign-in/")
    client.force_login(make.person())
    assert client.get("/desk/acknowledge/").status_code == 403
    assert client.get("/desk/records/", follow=True).status_code == 403


@pytest.mark.parametrize("typed", ["https://evil.example/", "account_logout", "nowhere", "["])
def test_next_leads_nowhere_else(client: Client, typed: str) -> None:
    make.in_force("softsys")
    newcomer(client)
    digest = make.policy("softsys").digest
    to = client.post(f"/desk/acknowledge/?next={typed}", {"policy": digest})
    assert to.headers["Location"] == "/desk/"
    assert timezone.now() - Acknowledgement.objects.get().at < timedelta(minutes=1)
