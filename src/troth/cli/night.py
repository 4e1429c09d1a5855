"""`troth night`: do what the worker does about services and money every night."""

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

from troth.cli.bill import tell
from troth.cli.platform import ready

_NAMED = 20  # accounts in a line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be done about what is overdue"
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 0, also when nothing was due; 1 when something waits for somebody of the staff."""
    ready()
    if args.dry_run:
        return _foresee()
    from troth.core.day import day_at
    from troth.orders.close_unpaid import close_unpaid
    from troth.orders.lapse_quotes import lapse_quotes
    from troth.services.by_night import by_night

    now = datetime.now(UTC)
    close_unpaid(at=now)
    lapse_quotes(at=now)
    night = by_night(at=now)
    for asks in night.asks:
        print(asks, file=sys.stderr)
    return max(tell(night.billed, "Invoiced", on=day_at(now)), 1 if night.asks else 0)


def _foresee() -> int:
    from troth.core.money import money
    from troth.services.foresee_dunning import foresee_dunning, next_night

    now = datetime.now(UTC)
    foreseen = foresee_dunning(on=next_night(at=now), at=now)
    for each in foreseen.steps:
        fee = f" of {money(each.fee, each.currency)}" if each.currency else ""
        who = _who(each.accounts)
        print(f"{each.action} {each.days:+}{fee}: {each.invoices} invoices of {who}")
    for what, found in (("suspended", foreseen.suspended), ("to end", foreseen.ending)):
        if found:
            print(f"Services {what}: {sum(found.values())} of {_who(found)}")
    print(f"On {foreseen.on}: steps of dunning {foreseen.count}, letters {foreseen.letters}")
    return 0


def _who(accounts: Iterable[int]) -> str:
    first = [str(each) for each in [*accounts][: _NAMED + 1]]
    return f"account {', '.join(first[:_NAMED])}{' and more' if len(first) > _NAMED else ''}"
