"""`troth policy`: start, check, show and compare policies, and see what they promise."""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from troth.cli.line import line
from troth.core.errors import TrothError, UsageError
from troth.policy.errors import PolicyError
from troth.policy.shipped import locate, shipped
from troth.policy.version import LANGUAGE

if TYPE_CHECKING:
    from troth.policy.promises import Promise
LANGUAGES = ("en", "de")  # in which there is a policy to start from

# What `new` has to know, in the words in which it asks.
_QUESTIONS = {
    "name": "What is the provider called? ",
    "country": "In which country is it (a code of ISO 3166, such as DE)? ",
    "email": "To which address does one write about personal data? ",
    "language": "In which language is the policy (en or de)? ",
}

# What a word of a newer version of the language looks like to an older release.
_UNKNOWN = {"unknown-table", "unknown-key", "unknown-word", "unknown-record"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(metavar="ACT", required=True)
    file = "a policy file, or the name of a shipped policy"

    check = acts.add_parser("check", help="name every mistake; exit 1 if there is one")
    check.add_argument("files", nargs="*", metavar="FILE", help=file)
    check.add_argument(
        "--published",
        action="store_true",
        help="what this release finds in the policies that are in force and to come",
    )
    check.add_argument("--strict", action="store_true", help="exit 1 for a warning, too")
    check.set_defaults(act=_check)

    new = acts.add_parser("new", help="write a policy to start from, in your own name")
    new.add_argument("file", metavar="FILE", type=Path, help="where to; nothing is overwritten")
    new.add_argument("--name", type=line, help="what the provider is called")
    new.add_argument("--country", type=line, help="where it is: a code of ISO 3166, such as DE")
    new.add_argument("--email", type=line, help="where to write about personal data")
    new.add_argument("--language", choices=LANGUAGES, help="of the text")
    new.set_defaults(act=_new)

    show = acts.add_parser("show", help="print the policy as its readers see it")
    show.add_argument("file", metavar="FILE", help=file)
    show.add_argument("--html", action="store_true", help="as a page for a browser")
    show.set_defaults(act=_show)

    diff = acts.add_parser(
        "diff", help="name every change; exit 0 for none, 1 if all are editorial, 2 otherwise"
    )
    diff.add_argument("old", metavar="OLD", help=file)
    diff.add_argument("new", metavar="NEW", help=file)
    diff.set_defaults(act=_diff)

    promises = acts.add_parser("promises", help="what proves each promise of the shipped policies")
    promises.add_argument("--policy", metavar="NAME", help="of one shipped policy only")
    promises.add_argument("--open", action="store_true", help="only those that nothing proves")
    promises.add_argument(
        "--check",
        action="store_true",
        help="exit 1 if anything has changed since the proofs were last played",
    )
    promises.add_argument("--json", action="store_true", help="as JSON")
    promises.set_defaults(act=_promises)


def run(args: argparse.Namespace) -> int:
    """Exit code 0; `check` gives 1 for a mistake, `diff` 1 for an editorial change, else 2."""
    # A search for plugins among all installed packages takes longer than a check does.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    code: int = args.act(args)
    return code


def _check(args: argparse.Namespace) -> int:
    from troth.policy.examine import examine
    from troth.policy.parse import load

    if not args.files and not args.published:
        raise UsageError(
            "troth policy check: the following arguments are required: FILE, or --published"
        )
    code = 0
    for file in args.files:
        try:
            path = locate(file)
            policy, cautions = examine(load(path), str(path))
        except PolicyError as error:
            print(error)
            if any(mistake.code in _UNKNOWN for mistake in error.mistakes):
                print(f"(This release reads version {LANGUAGE} of the language.)")
            code = 1
        else:
            warned = f"; {len(cautions)} to look at again:" if cautions else ""
            print(f"{policy.file}: {len(policy.rules)} rules, no mistakes{warned}")
            for line, warning, message in cautions:
                print(f"{policy.file}:{line}: warning {warning} {message}")
            code = max(code, int(bool(args.strict and cautions)))
    return max(code, _published()) if args.published else code


def _published() -> int:
    """What this release finds in the policies in the database; 1 where one cannot run."""
    from troth.cli.platform import ready

    ready()
    from troth.publishing.review import review

    found = review(datetime.now(UTC))
    if not found:
        print("No policy is published.")
    for policy in found:
        for mistake in policy.mistakes:
            print(mistake)
        print(policy.line or f"The policy {policy.version}, in force from {policy.start}, runs.")
    return int(any(policy.mistakes for policy in found))


def _new(args: argparse.Namespace) -> int:
    """Write a policy to start from; what no argument says is asked for."""
    from troth.policy.start_policy import Answers, start_policy

    if os.path.lexists(args.file):
        raise TrothError(f"{args.file} is there already and stays as it is; name another file.")
    told = {word: getattr(args, word) or _ask(word) for word in _QUESTIONS}
    if told["language"] not in LANGUAGES:
        raise TrothError("there is no policy to start from in that language; use en or de")
    text = start_policy(Answers(**told), on=datetime.now(UTC).date())
    try:
        with args.file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise TrothError(f"{args.file}: {reason}; name another file.") from None
    print(
        f"{args.file} is a policy without mistakes. Make it yours, then: "
        f"troth policy check {args.file}, and troth publish {args.file}"
    )
    return 0


def _ask(word: str) -> str:
    if not sys.stdin.isatty():
        raise UsageError(f"troth policy new: nobody is here to be asked; give --{word}")
    return input(_QUESTIONS[word]).strip()


def _show(args: argparse.Namespace) -> int:
    from troth.policy.parse import read
    from troth.policy.spoken import Spoken
    from troth.policy.words import spoken

    policy = read(locate(args.file), complete=False)
    with spoken(Spoken(policy.tables.policy.language)):
        if args.html:
            from troth.policy.page import page

            print(page(policy))
        else:
            from troth.policy.render import to_text

            print(to_text(policy))
    return 0


def _diff(args: argparse.Namespace) -> int:
    from troth.policy.diff import diff
    from troth.policy.parse import read

    try:
        old, new = (read(locate(file), complete=False) for file in (args.old, args.new))
        changes = diff(old, new)
    except PolicyError as error:
        print(error, file=sys.stderr)
        return 2  # 1 would say that the changes are only editorial
    for change in changes:
        print(change)
    return 2 if any(c.material for c in changes) else 1 if changes else 0


def _counted(promises: Sequence["Promise"]) -> str:
    """How many of some promises are in each state."""
    from troth.policy.promises import State

    count = Counter(p.state for p in promises)
    return ", ".join(f"{count[state]} {state}" for state in get_args(State))


def _promises(args: argparse.Namespace) -> int:
    from troth.policy.promises import promises
    from troth.policy.proofs import is_stale, record

    if args.policy and args.policy not in shipped():
        names = ", ".join(shipped())
        raise UsageError(f"no shipped policy is called {args.policy}; use one of: {names}")
    if args.check and is_stale():
        print(
            "The record of the proofs is not of this code and these policies; play them: "
            "uv run pytest src/troth/proofs --record",
            file=sys.stderr,
        )
        return 1
    of_policy = [p for p in promises() if args.policy in (None, p.policy)]
    found = [p for p in of_policy if p.state == "open" or not args.open]
    if args.json:
        print(json.dumps([p._asdict() for p in found], indent=2))
        return 0
    for p in found:
        print(f"{p.id} {p.state}: {p.proof or p.missing} | {', '.join(p.rules)}")
    policies = sorted({p.policy for p in of_policy})
    for name in policies if len(policies) > 1 else []:
        print(f"{name}: {_counted([p for p in of_policy if p.policy == name])}")
    print(f"{len(of_policy)} promises: {_counted(of_policy)}; played on {record().day}")
    return 0
