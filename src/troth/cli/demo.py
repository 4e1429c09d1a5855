"""`troth demo`: a provider with customers to look around in."""

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from troth.cli.end_with_parent import end_with_parent
from troth.cli.platform import ready
from troth.cli.serve import add_port, positive, require_free, require_policy, serve
from troth.cli.worker import work
from troth.core.errors import TrothError, UsageError
from troth.policy.placeholders import either
from troth.policy.shipped import locate, shipped

ACCOUNTS = 200
SEED = 1
HOST = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "--policy", metavar="NAME", help="a shipped policy, or a file (default: softsys)"
    )
    parser.add_argument(
        "--accounts", type=positive, metavar="N", help=f"how many (default: {ACCOUNTS})"
    )
    add_port(parser)
    parser.add_argument("--no-serve", action="store_true", help="make the data and end")
    parser.add_argument(
        "--seed", type=int, metavar="S", help=f"the same seed, the same people (default: {SEED})"
    )
    parser.add_argument("--fresh", action="store_true", help="start over with new data")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when stopped."""
    from troth.demo.own_settings import own_settings
    from troth.installing.settings_file import keep_settings
    from troth.policy.parse import read

    name = args.policy or "softsys"
    if not locate(name).exists():
        raise UsageError(f"There is no policy {name[:40]!r}; use a file or {either(shipped())}.")
    policy = read(locate(name))
    if not args.no_serve:
        require_free(HOST, args.port)
    own = own_settings(policy, port=args.port, fresh=args.fresh)
    os.environ.update(own)
    ready()
    from troth.demo.make import ask_something, is_made, make, sweep
    from troth.demo.start_over import require_unused_key, start_over
    from troth.publishing.running import policy_on

    now = datetime.now(UTC)
    if args.fresh and not _empty():
        for path in start_over(at=now):
            print(f"Set aside from the demo of before: {path}")
    going_on = is_made()
    if going_on:
        running = policy_on(now)
        if args.policy and running.digest != policy.digest:
            raise TrothError(
                f"The demo runs {running.tables.provider.name}'s policy; add --fresh to start "
                "over with another one."
            )
        print(f"Going on with the demo of {running.tables.provider.name}; --fresh starts over.")
        if args.accounts or args.seed is not None:
            print("(--accounts and --seed only matter when it starts over.)")
    else:
        _require_empty()
        require_unused_key()
        accounts, seed = args.accounts or ACCOUNTS, SEED if args.seed is None else args.seed
        with _step(f"Making {policy.tables.provider.name} with {accounts:,} accounts") as tell:
            made = make(policy, accounts=accounts, seed=seed, now=now, progress=tell)
        print(f"  {made.rows:,} rows, ten years of history")
    keep_settings(own)
    with _step("Keeping the policy and signing the journal"):
        removed = sweep(now=now)
    print(f"  {removed:,} rows were due and have gone")
    if not going_on:
        ask_something(now=now)
    _print_sign_ins()
    if not args.no_serve:
        require_policy()
        _serve(args.port)
    return 0


def _empty() -> bool:
    from troth.accounts.models import Person
    from troth.demo.make import is_made
    from troth.publishing.models import PublishedPolicy

    return not (is_made() or Person.objects.exists() or PublishedPolicy.objects.exists())


def _require_empty() -> None:
    if not _empty():
        raise TrothError(
            "This database holds data that the demo has not made, so it is left alone; set "
            "TROTH_HOME or DATABASE_URL to another one."
        )


@contextmanager
def _step(what: str) -> Iterator[Callable[[int], None]]:
    """Say what is going on, how far it is, and how long it took."""
    start = time.monotonic()

    live = sys.stdout.isatty()

    def tell(done: int) -> None:
        if live:
            print(f"\r{what} … {done:,}", end="", flush=True)

    if live:
        print(f"{what} …", end="", flush=True)
    try:
        yield tell
    except BaseException:
        print(end="\n" if live else "", flush=True)
        raise
    print(f"{'\r' * live}{what}: {time.monotonic() - start:.1f} s{' ' * 12 * live}", flush=True)


def _print_sign_ins() -> None:
    from django.conf import settings

    from troth.demo.signins import sign_ins

    customers, staff, password = sign_ins()
    print("\nSign in with any of these:")
    for person in customers:
        print(f"  customer  {person.email}")
    print(f"  staff     {staff.email}")
    print(f"  password  {password}")
    print(f"What would be mailed lies in {settings.TROTH_HOME / 'mail'}.\n", flush=True)


def _work() -> None:
    end_with_parent()
    work()


def _serve(port: int) -> None:
    worker = multiprocessing.Process(target=_work, name="troth-worker")
    worker.start()
    try:
        serve(HOST, port, patience=3)
    finally:
        worker.terminate()
        worker.join()
