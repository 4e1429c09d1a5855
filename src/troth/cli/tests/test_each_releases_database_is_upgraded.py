"""A database of each former release is upgraded by the first command, and nothing of it is lost.

Another command has begun the upgrade and was stopped after its first step, as by a power cut.
"""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

import troth.settings as real
from troth.accounts.models import Account, Person
from troth.accounts.sessions import digest_of
from troth.cli import main
from troth.cli.platform import ready
from troth.copies.export import export
from troth.copies.file_names import file_name
from troth.portal.tests.visible import visible
from troth.publishing.models import PublishedPolicy
from troth.testing import make
from troth.testing.browser import PASSWORD
from troth.testing.release import (
    Release,
    Row,
    Table,
    behind,
    catalogue,
    database,
    releases,
    restore,
    tables,
)
from troth.wall.build import make_what_lacks, wall_stands
from troth.wall.enter import behind_wall

# Tables that have another name now.
MOVED = {
    "desk_answertemplate": "requests_answertemplate",
    "privacy_acknowledgement": "gates_acknowledgement",
    "privacy_consentevent": "gates_consentevent",
    "privacy_copy": "copies_copy",
    "privacy_disclosure": "gates_disclosure",
    "privacy_doomedfile": "files_doomedfile",
    "privacy_forgetrequest": "erasure_forgetrequest",
    "privacy_hold": "erasure_hold",
    "privacy_identityproof": "requests_identityproof",
    "privacy_publishedpolicy": "publishing_publishedpolicy",
    "privacy_readlimit": "gates_readlimit",
    "privacy_rightsrequest": "requests_rightsrequest",
    "privacy_siteconsent": "gates_siteconsent",
    "privacy_staffread": "gates_staffread",
}
# Tables that every migration adds to.
GROWING = {"django_migrations", "django_content_type", "auth_permission"}


class Upgrade:
    """A release's database, before it was upgraded and since."""

    def __init__(self, release: Release) -> None:
        self.release = release
        restore(release)
        self.before = tables()


def renamed(found: dict[str, Table]) -> dict[str, Table]:
    """Tables by the names that they have now."""
    return {
        MOVED.get(name, name): replace(
            table, leads_to={c: MOVED.get(to, to) for c, to in table.leads_to.items()}
        )
        for name, table in found.items()
    }


def facts(found: dict[str, Table], other: dict[str, Table]) -> dict[str, Counter[Any]]:
    """The rows of each table by what they say, in the columns that `other` has too.

    Keys may differ: what a row belongs to stands there by what that says itself.
    """
    by_key = {name: {row[table.key]: row for row in table.rows} for name, table in found.items()}

    def fact(name: str, row: Row) -> tuple[Any, ...]:
        table = found[name]
        numbered = {table.key} if isinstance(row[table.key], int) else set()
        both = (table.columns & other[name].columns) - numbered
        return tuple(
            (column, told(table.leads_to.get(column), row[column])) for column in sorted(both)
        )

    def told(to: str | None, value: Any) -> Any:
        if to is None or to in GROWING or value is None:
            return value
        row = by_key[to][value]
        return row["email"] if to == "accounts_person" else fact(to, row)

    return {
        name: Counter(fact(name, row) for row in table.rows)
        for name, table in found.items()
        if name in other and name not in GROWING
    }


@pytest.fixture(scope="module", params=releases(), ids=lambda release: release.version)
def upgraded(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[str, Upgrade]]:
    """The database by its name, upgraded as any command does it, from where it was stopped."""
    with django_db_blocker.unblock(), database() as name:
        make_what_lacks()  # what is restored gives it rights
        upgrade = Upgrade(request.param)
        call_command("migrate", "privacy", "0005_moved", verbosity=0)
        ready()
        connection.close()
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(connection.settings_dict, "NAME", name)
            yield name, upgrade


@pytest.fixture
def upgrade(
    upgraded: tuple[str, Upgrade],
    django_db_blocker: DjangoDbBlocker,
    settings: Settings,
    key_file: Path,
) -> Iterator[Upgrade]:
    """The same in a copy of its own, with the keys of the installation that it comes from."""
    name, upgrade = upgraded
    key_file.write_text(upgrade.release.journal_key)
    settings.SECRET_KEY = "only for tests"
    settings.PASSWORD_HASHERS = real.PASSWORD_HASHERS
    with django_db_blocker.unblock(), database(like=name):
        yield upgrade


def person(email: str) -> Person:
    return Person.objects.get(email=email)


def test_it_is_made_of_what_a_new_one_is(upgrade: Upgrade) -> None:
    mine = catalogue()
    with database():
        ready()
        new = catalogue()
    assert mine - new == set()
    assert new - mine == set()
    assert behind() == []


def test_every_row_is_as_it_was(upgrade: Upgrade) -> None:
    before, since = renamed(upgrade.before), tables()
    sessions = before["accounts_session"]
    keys = [{**row, "session_key": digest_of(row["session_key"])} for row in sessions.rows]
    before["accounts_session"] = replace(sessions, rows=keys)
    assert before.keys() - since.keys() == set()
    was, is_now = facts(before, since), facts(since, before)
    for name, rows in was.items():
        assert rows, f"{name} has no row, which proves nothing"
        assert rows == is_now[name], name


def test_the_journal_is_whole(upgrade: Upgrade, capsys: pytest.CaptureFixture[str]) -> None:
    sequenced = [row for row in upgrade.before["journal_entry"].rows if row["seq"] is not None]
    signed = len(upgrade.before["journal_checkpoint"].rows)
    assert main(["journal", "verify"]) == 0
    told = f"The journal is whole: {len(sequenced)} entries, {signed} checkpoints.\n"
    assert capsys.readouterr().out.startswith(told)
    assert main(["journal", "checkpoint"]) == 0  # what waited for its place is signed too
    assert main(["journal", "verify"]) == 0


def test_the_policy_runs_as_it_was_published(
    upgrade: Upgrade, capsys: pytest.CaptureFixture[str]
) -> None:
    assert {policy.language for policy in PublishedPolicy.objects.all()} == {1}
    assert main(["policy", "check", "--published"]) == 0
    assert "cannot run" not in capsys.readouterr().out


def test_what_is_due_goes_and_nothing_else(
    upgrade: Upgrade, capsys: pytest.CaptureFixture[str]
) -> None:
    due = {"due@customer.example"}
    people = set(Person.objects.values_list("email", flat=True))
    assert main(["keep", "--on", "2026-06-16", "--dry-run"]) == 0
    assert "1 account erased" in capsys.readouterr().out
    assert main(["keep", "--on", "2026-06-16"]) == 0
    assert people - set(Person.objects.values_list("email", flat=True)) == due


def test_everybody_exports_what_they_did(upgrade: Upgrade) -> None:
    for email, rows in upgrade.release.known["exports"].items():
        out = io.BytesIO()
        me = person(email)
        made = export(me, out, format="json", at=make.NOW, by=me)
        found = {name: made.get(file_name(name, "json"), 0) for name in rows}
        assert rows == found, email
        assert email in zipfile.ZipFile(out).read("person.json").decode()


def test_who_is_erased_gets_a_receipt(upgrade: Upgrade, capsys: pytest.CaptureFixture[str]) -> None:
    me = "signs-in@customer.example"
    others = Person.objects.exclude(email=me).count()
    assert main(["erase", me, "--yes", "--json"]) == 0
    number = json.loads(capsys.readouterr().out)["receipt"]
    assert Person.objects.count() == others
    for each in (number, upgrade.release.known["receipt"]):
        shown = Client().get(f"/receipts/{each}/")
        assert shown.status_code == 200 and "What went" in visible(shown.content.decode())
    assert main(["journal", "verify"]) == 0


def test_an_erasure_that_waited_for_a_hold_goes_on(
    upgrade: Upgrade, capsys: pytest.CaptureFixture[str]
) -> None:
    waits = person("erasure-waits@customer.example")
    assert waits.erasure_asked_at is None  # staff have it to carry out
    assert main(["erase", waits.email, "--yes"]) == 0
    assert main(["keep"]) == 0
    assert Person.objects.filter(pk=waits.pk).exists()
    capsys.readouterr()
    assert main(["hold", "list", "--json"]) == 0
    for hold in json.loads(capsys.readouterr().out):
        if "invoice" in hold["records"]:
            assert main(["hold", "lift", str(hold["number"])]) == 0
    assert main(["keep"]) == 0
    assert not Person.objects.filter(pk=waits.pk).exists()


@pytest.mark.parametrize("email", ["held@customer.example", "restricted@customer.example"])
def test_who_was_held_or_restricted_is_so_still(
    upgrade: Upgrade, email: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["erase", email, "--yes"])
    assert Account.objects.filter(memberships__person=person(email)).exists()


def test_the_password_and_the_session_open_the_account(upgrade: Upgrade) -> None:
    known = upgrade.release.known
    old = Client()
    old.cookies["sessionid"] = known["session"]
    fresh = Client()
    fresh.post("/sign-in/", {"login": known["password"], "password": PASSWORD})
    for client in (old, fresh):
        page = client.get("/profile/")
        assert page.status_code == 200 and known["password"] in page.content.decode()


def test_the_second_wall_stands(upgrade: Upgrade) -> None:
    me = person(upgrade.release.known["password"])
    assert wall_stands()
    with behind_wall(me):
        assert [each.email for each in Person.objects.filter(email=me.email)] == [me.email]
        assert Account.objects.count() == me.memberships.count() < 3
