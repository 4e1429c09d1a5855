# ruff: noqa: F811  (fixtures are imported)
"""A canary in every column that is for staff alone: no page and no copy of a customer has one."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.db import models
from django.db.models import CharField, IntegerField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from troth.accounts.models import Person
from troth.copies.export import export
from troth.gates.models import StaffRead
from troth.gates.read import read
from troth.policy.declare import PersonalData, declarations
from troth.policy.tables import foreign_keys_of
from troth.policy.vocabulary import RECORDS
from troth.portal.tests.addresses import every_address
from troth.portal.tests.visitors import (
    client_of,
    content_of,
    path_of,  # noqa: F401  (a fixture)
    visitors,  # noqa: F401  (a fixture)
)
from troth.publishing.running import policy_on
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "of-staff-alone"
NUMBER = 8_877_665_544  # of a colleague, on whatever page it stands

Visitors = dict[str, Person | None]


def for_staff() -> list[tuple[type[models.Model], str]]:
    return [
        (model, name)
        for model, data in declarations().items()
        if isinstance(data, PersonalData)
        for name in data.staff_only
    ]


@pytest.fixture
def owner(visitors: Visitors, path_of: Callable[[str], str]) -> Person:
    """A customer with a canary in every such column of their rows, of which there is one each."""
    owner, staff = visitors["owner"], visitors["staff: privacy"]
    assert owner and staff
    read(staff, owner, ["contact"], at=timezone.now(), reason="A ticket of theirs")
    colleague = Person(pk=NUMBER, email="colleague@provider.example", name=WORDS, is_staff=True)
    colleague.save()
    words = Concat(Value(WORDS), Cast("pk", CharField()))  # some may not stand there twice
    for model, name in for_staff():
        if isinstance(model._meta.get_field(name), IntegerField):
            continue
        canary = NUMBER if name in {f.name for f in foreign_keys_of(model)} else words
        assert model._default_manager.update(**{name: canary}), model
    return owner


def test_no_page_of_a_customer_shows_any(owner: Person, path_of: Callable[[str], str]) -> None:
    client = client_of(owner)
    routes = [each for each in every_address() if not each.startswith(("desk/", "sign-out"))]
    paths = [*map(path_of, routes), *(f"/privacy-centre/held/{record}/" for record in RECORDS)]
    for path in paths:
        page = content_of(client.get(path)).decode(errors="replace")
        assert WORDS not in page and str(NUMBER) not in page, path
    held = client.get("/privacy-centre/held/account/").content.decode()
    assert "Holds" in held and "Reviewed on" in held  # that there is one is told


@pytest.mark.parametrize(("name", "format"), [("softsys", "json"), ("ispsystem", "csv")])
def test_no_copy_holds_any(owner: Person, name: str, format: str) -> None:
    make.in_force(name)
    output = io.BytesIO()
    assert format in policy_on(timezone.now().date()).tables.right["export"].formats
    export(owner, output, format=format, at=timezone.now())
    archive = zipfile.ZipFile(output)
    copied = "".join(archive.read(each).decode(errors="replace") for each in archive.namelist())
    assert f"staff-access.{format}" in archive.namelist()
    assert WORDS not in copied and str(NUMBER) not in copied


def test_staff_are_shown_them(owner: Person, visitors: Visitors) -> None:
    staff = client_of(visitors["staff: privacy"])
    account = owner.memberships.get().account_id
    staff.post(f"/desk/customers/account/{account}/reason/?of=identity,contact,company,content")
    reason = {"reason": "A ticket of theirs"}
    every = "identity,contact,company,content,service,preference,usage"
    staff.post(f"/desk/customers/account/{account}/reason/?of={every}", reason)
    staff.post(f"/desk/customers/person/{owner.pk}/reason/?of={every}", reason)
    holds = staff.get(f"/desk/customers/account/{account}/account/").content.decode()
    # Of a hold why, who answers for it, and who placed it; and what is said of each
    # irregularity, of which there are three, and of dunning that rests.
    assert holds.count(WORDS) == 3 + 3 + 1
    assert str(NUMBER) in staff.get(f"/desk/customers/person/{owner.pk}/activity/").content.decode()
    assert StaffRead.objects.filter(reason="A ticket of theirs").exists()
