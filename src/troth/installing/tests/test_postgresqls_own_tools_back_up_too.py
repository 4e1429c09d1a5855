"""The commands that docs/operating.md has for a server of one's own, run as they stand there."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

import troth
from troth.core.postgres.server import SUPERUSER, binaries, start, stop
from troth.installing.tests.backed_up import FILE, GONE, STAYS, Installation, installation
from troth.testing.home import TROTH

DOCS = Path(troth.__file__).parents[2] / "docs" / "operating.md"
# What the administrator of a server runs for a user who may make no roles: docs/provider.md.
ROLES = DOCS.with_name("provider.md").read_text().split("what is missing is printed", 1)[1]


def url(home: Path, user: str, name: str = "troth") -> str:
    """How one reaches a server that runs, as `DATABASE_URL` has it."""
    return f"postgresql://{user}@/{name}?host={quote(str(start(home)), safe='')}"


def prepared(home: Path) -> str:
    """A server whose administrator has made a database for a user who may make nothing."""
    made = re.findall(r"^    (CREATE ROLE .*|GRANT .*|CREATE DATABASE .*);$", ROLES, re.M)
    assert len(made) == 4
    with psycopg.connect(url(home, SUPERUSER, "postgres"), autocommit=True) as admin:
        admin.execute("CREATE ROLE troth LOGIN")
        for statement in made:
            admin.execute(statement)
    return url(home, "troth")


def steps(of: str) -> list[str]:
    """The blocks of commands of one of PostgreSQL's programs: to back up, and to restore."""
    chapter = DOCS.read_text().split("### With PostgreSQL's own tools")[1].split("\n## ")[0]
    blocks = re.findall(r"((?:^    .+\n)+)", chapter.split(f"With `{of}`")[1], re.M)
    return blocks[:2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What each provider has a copy of: a home with its server, and a server with nothing in it."""
    at = tmp_path_factory.mktemp("made")
    for each in (at, at.parent):
        each.chmod(0o711)  # root's PostgreSQL runs as another user
    installation(at / "home", DATABASE_URL=prepared(at / "server"))
    prepared(at / "other")
    for name in ("server", "other"):
        stop(at / name)
    return at


class Provider:
    """Somebody with a server of their own, who follows the chapter."""

    def __init__(self, at: Path) -> None:
        self.at = at
        self.server = at / "server"
        self.ours = Installation(at / "home", {"DATABASE_URL": url(self.server, "troth")})

    def run(self, commands: str, ours: Installation) -> None:
        """Run them at a shell where the tools and `troth` are found, and say yes where one asks."""
        tools = self.at / "bin"
        if not tools.exists():
            tools.mkdir()
            (tools / "troth").write_text(f'#!/bin/sh\nexec {" ".join(TROTH)} "$@" --yes\n')
            (tools / "troth").chmod(0o755)
        done = subprocess.run(
            ["bash", "-euc", commands],
            cwd=self.at,
            env={
                **ours.more,
                "DJANGO_SETTINGS_MODULE": "troth.settings",
                "PATH": f"{tools}:{binaries()}:{os.environ['PATH']}",
                "REPLICATION_URL": url(self.server, SUPERUSER, "postgres"),
                "TROTH_HOME": str(ours.home),
            },
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr

    def goes_on(self) -> None:
        """After the backup somebody is erased, which the journal's copy tells."""
        self.ours.troth("erase", GONE, "--yes")
        self.ours.signed()

    def on_another(self, database: str) -> Installation:
        """A new home, into which the journal's newest copy was put."""
        new = Installation(self.at / "new", {"DATABASE_URL": database})
        new.home.mkdir()
        shutil.copy(self.ours.home / "journal.jsonl", new.home)
        return new


@pytest.fixture
def provider(made: Path, tmp_path: Path) -> Iterator[Provider]:
    # As it is: root's PostgreSQL runs as another user, whose the data stays.
    subprocess.run(["cp", "-a", f"{made}/.", tmp_path], check=True)
    yield Provider(tmp_path)
    for each in ("server", "other"):
        stop(tmp_path / each)


def test_pg_dump(provider: Provider) -> None:
    back_up, restore = steps("pg_dump")
    provider.run(back_up, provider.ours)
    provider.goes_on()
    new = provider.on_another(url(provider.at / "other", "troth"))
    provider.run(restore, new)
    assert new.there() == {STAYS, FILE}
    new.require_well()


def test_pg_basebackup(provider: Provider) -> None:
    back_up, restore = steps("pg_basebackup")
    provider.run(back_up, provider.ours)
    provider.goes_on()
    stop(provider.server)
    data, of = provider.server / "postgres", (provider.server / "postgres").stat()
    shutil.rmtree(data)
    (provider.at / "base").rename(data)
    for each in (data, *data.rglob("*")):
        os.chown(each, of.st_uid, of.st_gid)
    new = provider.on_another(url(provider.server, "troth"))
    provider.run(restore, new)
    assert new.there() == {STAYS, FILE}
    new.require_well()


def test_a_backup_of_troths_goes_to_a_user_who_may_make_nothing(provider: Provider) -> None:
    provider.ours.troth("backup", str(provider.at / "backup"))
    provider.goes_on()
    new = provider.on_another(url(provider.at / "other", "troth"))
    new.troth("restore", str(provider.at / "backup"), "--yes")
    assert new.there() == {STAYS, FILE}
    new.require_well()
