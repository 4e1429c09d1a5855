"""The read gate: categories by role, reasons, and a row for each look."""

from datetime import timedelta

import pytest

from troth.gates.limit_reading import limit_reading
from troth.gates.models import ReadLimit, StaffRead
from troth.gates.read import LOOK, Ground, ReadRefusedError, ReasonNeededError, may_read, read
from troth.journal.models import Entry
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_a_role_reads_its_categories_and_no_others() -> None:
    make.in_force("softsys")
    account, staff = make.account(), make.staff("billing")
    read(staff, account, ["billing", "contact"], at=make.NOW)
    looked = StaffRead.objects.get()
    assert (looked.staff, looked.role, looked.subject_id) == (staff, "billing", account.pk)
    assert looked.categories == ["billing", "contact"]
    assert Entry.objects.filter(event="data.read", subject=account.pseudonym).count() == 1
    with pytest.raises(ReadRefusedError, match="may not read this: content and usage"):
        read(staff, account, ["billing", "usage", "content"], at=make.NOW)
    assert StaffRead.objects.count() == 1


@pytest.mark.parametrize("role", ["", "protection", "a role of another policy"])
def test_a_role_that_the_policy_does_not_list_reads_nothing(role: str) -> None:
    make.in_force("softsys")
    staff = make.staff(role)
    assert may_read(staff, make.policy("softsys")) == frozenset()
    with pytest.raises(ReadRefusedError):
        read(staff, make.account(), ["identity"], at=make.NOW)
    read(staff, make.account(), [], at=make.NOW)
    assert not StaffRead.objects.exists()


def test_a_customer_reads_nothing_through_the_gate() -> None:
    make.in_force("softsys")
    stranger = make.person()
    stranger.staff_role = "owner"
    with pytest.raises(ReadRefusedError):
        read(stranger, make.account(), ["identity"], at=make.NOW)


@pytest.mark.parametrize("role", ["owner", "privacy"])
def test_owner_and_privacy_read_everything_for_a_reason(role: str) -> None:
    make.in_force("softsys")
    account, staff = make.account(), make.staff(role)
    with pytest.raises(ReasonNeededError):
        read(staff, account, ["content"], at=make.NOW, reason="  ")
    read(staff, account, ["content"], at=make.NOW, reason="request 7")
    assert StaffRead.objects.get().reason == "request 7"


@pytest.mark.parametrize("role", ["support", "privacy", "owner"])
def test_a_limit_shuts_to_every_role_but_for_an_emergency(role: str) -> None:
    make.in_force("soffront")
    account, staff = make.account(), make.staff(role)
    owner = make.owner(account)
    read(staff, account, ["contact", "identity"], at=make.NOW, reason="ticket 2")
    limit_reading(owner, ["contact"], at=make.NOW)
    soon = make.NOW + timedelta(minutes=1)
    for subject in (account, owner):
        with pytest.raises(ReasonNeededError):
            read(staff, subject, ["contact", "identity"], at=soon)
        for ground in (Ground.WORK, Ground.CLAIM, Ground.CONSENT):
            with pytest.raises(ReadRefusedError):
                read(staff, subject, ["contact"], at=soon, reason="ticket 3", ground=ground)
        read(staff, subject, ["contact"], at=soon, reason="fire", ground=Ground.EMERGENCY)
    assert StaffRead.objects.filter(ground="emergency", reason="fire").count() == 2
    limit_reading(owner, [], at=soon)
    read(make.staff("support"), owner, ["contact"], at=soon)


@pytest.mark.parametrize("ground", [Ground.REQUEST, Ground.EMERGENCY])
def test_what_the_person_knows_of_opens_no_more_than_that(ground: Ground) -> None:
    make.in_force("soffront")
    person, staff = make.person(), make.staff("support")
    limit_reading(person, ["contact", "usage"], at=make.NOW)
    read(staff, person, ["contact"], at=make.NOW, reason="Request 7", ground=ground)
    read(staff, person, ["contact"], at=make.NOW)
    with pytest.raises(ReasonNeededError):
        read(staff, person, ["contact", "usage"], at=make.NOW)


def test_one_persons_limit_binds_no_other() -> None:
    make.in_force("soffront")
    account, staff = make.account(), make.staff("support")
    guest = make.person()
    make.trusted(account, guest)
    ReadLimit.objects.create(person=guest, category="contact")
    read(staff, account, ["contact"], at=make.NOW)
    with pytest.raises(ReasonNeededError):
        read(staff, guest, ["contact"], at=make.NOW)


def test_a_reason_holds_for_a_look() -> None:
    make.in_force("softsys")
    account, staff, other = make.account(), make.staff("privacy"), make.staff("privacy")
    read(staff, account, ["contact"], at=make.NOW, reason="request 7")
    soon, late = make.NOW + LOOK - timedelta(seconds=1), make.NOW + LOOK
    read(staff, account, ["contact"], at=soon)
    assert StaffRead.objects.count() == 1
    read(staff, account, ["billing"], at=soon)
    assert StaffRead.objects.latest("pk").reason == "request 7"
    with pytest.raises(ReasonNeededError):
        read(staff, account, ["contact"], at=late + LOOK)
    with pytest.raises(ReasonNeededError):
        read(staff, make.account(), ["contact"], at=soon)
    with pytest.raises(ReasonNeededError):
        read(other, account, ["contact"], at=soon)


def test_a_limit_that_is_set_during_a_look_ends_it() -> None:
    make.in_force("soffront")
    account, staff = make.account(), make.staff("support")
    read(staff, account, ["contact"], at=make.NOW)
    ReadLimit.objects.create(person=make.owner(account), category="contact")
    with pytest.raises(ReasonNeededError):
        read(staff, account, ["contact"], at=make.NOW + timedelta(minutes=1))
