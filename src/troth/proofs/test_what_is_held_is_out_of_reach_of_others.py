"""What is held opens to whom it belongs to, lies encrypted where it is a secret, and names nobody
where a number does."""

import io
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from troth.accounts.models import Membership
from troth.copies.models import Copy
from troth.copies.tasks import copy
from troth.identity.tests.test_a_second_step_by_code import add_app
from troth.journal.models import Entry
from troth.portal.tests.addresses import EVERYBODY, STAFF, every_address, may_open
from troth.portal.tests.visitors import content_of, opens, path_to, things_of
from troth.proofs.expect import expect
from troth.proofs.world import World
from troth.testing import make
from troth.testing.backup import back_up
from troth.testing.browser import PASSWORD
from troth.wall.enter import behind_wall
from troth.wall.tests.every_row import own_rows, seen_rows, with_every_row

PNG = b"\x89PNG\r\n\x1a\n" + b"a picture of a passport"


@pytest.mark.proves("IS-30")
def test_secrets_lie_encrypted_and_the_journal_names_nobody(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    said = world.visitor().open("/privacy/").html
    expect('id="feature.encryption-at-rest"' in said, "the policy promises it")
    customer, desk = world.customer(name="Konstanze Besonders"), world.staff("privacy")
    customer.post("/security/it-is-me/password/", password=PASSWORD)
    app, _recovery_codes = add_app(customer.client)
    request = world.noted(desk, customer, "right.access", channel="letter").path
    picture = io.BytesIO(PNG)
    picture.name = "passport.png"
    desk.post(f"{request}add-proof/", document=picture)
    desk.post(f"{request}verify/", by="government-id")
    desk.fill(f"{request}carry-out/")
    copy(Copy.objects.get().pk)
    files = b"".join(f.read_bytes() for f in Path(settings.MEDIA_ROOT).rglob("*") if f.is_file())
    assert files
    dump = back_up(tmp_path / "dump").read_bytes()
    for secret in (app.encode(), PNG, PNG.hex().encode()):
        expect(secret not in dump + files, "neither dump nor files hold a secret in clear")
    expect(b"Konstanze" not in files, "no copy can be read where it lies")
    entries = str([*Entry.objects.values()])
    named = [word for word in ("Konstanze", customer.email) if word in entries]
    expect(not named, "the journal names nobody")


@pytest.mark.proves("SF-38")
def test_each_address_asks_who_one_is_and_what_one_may(world: World) -> None:
    said = world.visitor().open("/privacy/").text
    expect("guarded by identity and access checks" in said, "the policy promises it")
    account = make.full_account(at=world.now, attachment=b"a file")
    owner, other = make.owner(account), make.owner(make.full_account(at=world.now))
    Membership.objects.create(account=account, person=make.person(), role="trusted", scopes="")
    clients = {"stranger": Client(), "other": Client()}
    clients["other"].force_login(other)
    clients |= {role: world.staff(role.removeprefix("staff: ")).client for role in STAFF}
    parts = things_of(owner, account)
    somebodys = [r for r in every_address() if any(may_open(r, each) for each in EVERYBODY)]
    for route in somebodys:
        for visitor, client in clients.items():
            if may_open(route, visitor) is False:
                with transaction.atomic():
                    answer = client.get(path_to(route, parts))
                    content_of(answer)
                    transaction.set_rollback(True)
                expect(not opens(answer), f"{route} is closed to {visitor}")


@pytest.mark.proves("SF-38")
def test_a_query_without_its_filter_shows_nothing_of_others(world: World) -> None:
    said = world.visitor().open("/privacy/").text
    expect("guarded by identity and access checks" in said, "the policy promises it")
    for each in [with_every_row(), with_every_row()]:
        person = make.owner(each)
        with behind_wall(person):
            expect(seen_rows() == own_rows(person), "one sees one's own rows and no others")
