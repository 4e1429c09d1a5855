"""The `troth` command.

Each sub-command is a module with `add_arguments(parser)` and `run(args) -> int`, loaded only when
it is called: checking a policy must not wait for Django. Here is the one place that turns a
failure into one line and an exit code.
"""

import argparse
import errno
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

from troth.cli.refuse_card_numbers import refuse_card_numbers
from troth.core.errors import TrothError, UsageError
from troth.core.limits import COMMAND, limited

COMMANDS = {
    "policy": (
        "troth.cli.policy",
        "start, check, show and compare policies, and see what they promise",
    ),
    "publish": ("troth.cli.publish", "put a policy in force"),
    "plan": ("troth.cli.plan", "show what a policy does to every table"),
    "keep": ("troth.cli.keep", "erase what no rule keeps any longer"),
    "export": ("troth.cli.export", "give someone all data about them"),
    "erase": ("troth.cli.erase", "erase someone's data"),
    "hold": ("troth.cli.hold", "stop erasure for a reason, and lift that again"),
    "recipients": (
        "troth.cli.recipients",
        "say what recipients have signed, before they are told anything",
    ),
    "staff": ("troth.cli.staff", "say who is staff, and in which role"),
    "addresses": ("troth.cli.addresses", "name who shares an e-mail address with somebody else"),
    "tax": ("troth.cli.tax", "take over the rates of tax"),
    "books": ("troth.cli.books", "show and check the books, and export them"),
    "calls": ("troth.cli.calls", "list the calls to others that wait for a person"),
    "bill": ("troth.cli.bill", "invoice what is due"),
    "night": ("troth.cli.night", "end, dun and invoice what is due, as every night"),
    "mailbox": ("troth.cli.mailbox", "take in the requests that have come by e-mail"),
    "backup": ("troth.cli.backup", "back up the database and all that lies beside it"),
    "restore": (
        "troth.cli.restore",
        "put a backup back, and bring it up to the journal's copy",
    ),
    "journal": ("troth.cli.journal", "prove what was done"),
    "site": ("troth.cli.site", "let people sign in to your other sites with their account here"),
    "bank": ("troth.cli.bank", "read statements of the bank, and list what waits"),
    "report": ("troth.cli.report", "show revenue, what is owed, and taxes"),
    "setup": ("troth.cli.setup", "make an installation of your own"),
    "doctor": ("troth.cli.doctor", "say what is wrong with an installation, and how to mend it"),
    "demo": ("troth.cli.demo", "make a provider with customers to look around in"),
    "serve": ("troth.cli.serve", "serve the pages"),
    "worker": ("troth.cli.worker", "work off the jobs"),
    "manage": ("troth.cli.manage", "Django's own commands"),
}

_OTHERS = {"55P03", "57014"}  # what somebody else has locked, or has ended
_LOST_DATABASE = {
    "django.db.utils.OperationalError",
    "django.db.utils.InterfaceError",
    "psycopg.OperationalError",
    "psycopg.InterfaceError",
}
# What meets tables that it does not know.
_UNFIT = {"django.db.utils.IntegrityError", "django.db.utils.ProgrammingError"}
_DISK_FULL = "53100"  # PostgreSQL's code for it


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{self.prog}: {message}; see {self.prog} --help")


def main(argv: Sequence[str] | None = None) -> int:
    """Run `troth` with `argv` (by default the command line's) and return its exit code.

    0 done, 1 refused or failed, 2 called wrongly, 130 interrupted; a command may have others,
    which its help names. No traceback is shown unless TROTH_DEBUG=1.
    """
    os.umask(0o077)  # what is written holds personal data, or keys
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(_readable(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _hang_up()
        return 1
    except KeyboardInterrupt:
        return _fail("interrupted", 130)
    except TrothError as error:
        # What others seem to be in the way of may be a table that this release does not know.
        line = _overtaken() if getattr(error.__cause__, "__cause__", None) else ""
        return _fail(line or str(error), error.exit_code)
    except Exception as error:
        if os.environ.get("TROTH_DEBUG") == "1":
            sys.excepthook(type(error), error, error.__traceback__)
        return _fail(_explain(error), 1)


def _readable(argv: Sequence[str]) -> list[str]:
    """The arguments. Raises UsageError where bytes are no UTF-8, which Python keeps unread."""
    try:
        "".join(argv).encode()
    except UnicodeEncodeError:
        raise UsageError("troth: an argument is no UTF-8; please type it again") from None
    return list(argv)


def _run(argv: list[str]) -> int:
    parser = _Parser(
        prog="troth",
        description="The customer platform that runs its published privacy policy.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"troth {version('troth')}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    called = next((word for word in argv if not word.startswith("-")), "")
    for name, (module, help) in COMMANDS.items():
        command = commands.add_parser(name, help=help, description=f"{help}.", allow_abbrev=False)
        if name == called:
            import_module(module).add_arguments(command)
    try:
        args = parser.parse_args(argv)
    except SystemExit as done:  # after --help and --version
        return int(done.code or 0)
    with limited(COMMAND):
        refuse_card_numbers(argv)
        return int(import_module(COMMANDS[args.command][0]).run(args))


def _hang_up() -> None:
    """Nobody reads the output any more; Python must not find that out again when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(line: str, code: int) -> int:
    print(line, file=sys.stderr)
    return code


def _overtaken() -> str:
    """What to do where a newer release has upgraded the database meanwhile; or none."""
    from troth.cli.platform import upgraded_meanwhile

    with suppress(Exception):
        if line := upgraded_meanwhile():
            return f"{line} Nothing was half done."
    return ""


def _explain(error: Exception) -> str:
    """One line for an exception. Never its text, which may hold personal data."""
    for cause in _causes(error):
        full = getattr(cause, "sqlstate", None) == _DISK_FULL
        if full or isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
            return "the disk is full; nothing was half done; free some space and run it again"
    if any(getattr(cause, "sqlstate", None) in _OTHERS for cause in _causes(error)):
        return (
            "something else keeps locked what this needs, or has ended it; nothing was half done; "
            "run the command again"
        )
    for cause in _causes(error):
        names = {f"{kind.__module__}.{kind.__qualname__}" for kind in type(cause).__mro__}
        if names & _LOST_DATABASE:
            return (
                "the database is gone or refuses to answer; nothing was half done; see that it "
                "runs and that DATABASE_URL is right, then run the command again"
            )
        if names & _UNFIT and (line := _overtaken()):
            return line
    place = "an unknown place"
    frame = error.__traceback__
    while frame is not None:
        place = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}"
        frame = frame.tb_next
    return (
        f"troth: internal error ({type(error).__name__} at {place}); "
        "run with TROTH_DEBUG=1 to see it"
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and those that it was raised from."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__
