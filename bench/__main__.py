"""`uv run python -m bench NAME`: see README.md beside this file."""

import argparse
from inspect import signature

from bench import (
    bill,
    charges,
    erase,
    events,
    export,
    invoices,
    journal,
    lighthouse,
    pages,
    pdf,
    quiet,
    redirect,
    sweep,
    wall,
)

_BENCHES = {
    "erase": erase,
    "export": export,
    "sweep": sweep,
    "bill": bill,
    "events": events,
    "charges": charges,
    "redirect": redirect,
    "invoices": invoices,
    "quiet": quiet,
    "journal": journal,
    "pages": pages,
    "wall": wall,
    "pdf": pdf,
    "lighthouse": lighthouse,
}
_SIZES = {
    "rows": "rows of the subject",
    "many_rows": "rows of the subject whose export must not fill the memory",
    "accounts": "accounts, of twenty rows each; rounded down to hundreds",
    "entries": "entries of the journal",
    "writers": "processes that append at once",
    "charges": "invoices of which what is owed is taken",
    "workers": "workers that run at once",
    "documents": "invoices that are written one after the other",
    "lines": "lines of the long invoice",
    "requests": "requests of a page, or orders, in one round",
    "rounds": "how often each way is timed, after a round to warm up",
}


def main() -> None:
    """Run one bench, or all of them at their full size."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure Troth beside hand-written SQL that does the same, in the same run.",
        epilog="A bench makes the database troth_bench and drops it afterwards: on the embedded "
        "server of TROTH_HOME (default .troth/bench), or on the server of DATABASE_URL as a "
        "superuser. Smaller sizes are for a trial; the goals are for the full ones.",
    )
    commands = parser.add_subparsers(dest="name", metavar="NAME", required=True)
    for name, bench in _BENCHES.items():
        command = commands.add_parser(name, help=bench.__doc__, description=bench.__doc__)
        for size in signature(bench.run).parameters.values():
            command.add_argument(
                f"--{size.name.replace('_', '-')}",
                type=int,
                default=size.default,
                metavar="N",
                help=f"{_SIZES[size.name]} (default {size.default:,})",
            )
    commands.add_parser("all", help="All of them, one after the other.")
    sizes = vars(parser.parse_args())
    name = sizes.pop("name")
    for bench in _BENCHES.values() if name == "all" else [_BENCHES[name]]:
        bench.run(**sizes)


if __name__ == "__main__":
    main()
