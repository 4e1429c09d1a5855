"""`troth tax`: the rates of tax, and of exchange; thresholds."""

import argparse
from datetime import UTC, datetime

from troth.cli.platform import ready
from troth.core.errors import TrothError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="tax_command", required=True, metavar="COMMAND")
    commands.add_parser("rates", help="take over today's rates of VAT, and show those that are new")
    commands.add_parser("thresholds", help="how near sales have come to those of the EU")
    exchange = commands.add_parser("exchange", help="take in exchange rates of the ECB")
    exchange.add_argument("source", metavar="FILE", help="its file, or where that is on the web")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 where a rate that was entered by hand is not the listed one, and where a
    threshold is near or passed, and not seen to."""
    ready()
    if args.tax_command == "thresholds":
        return _thresholds()
    return _exchange(args.source) if args.tax_command == "exchange" else _rates()


def _thresholds() -> int:
    from troth.billing.thresholds import thresholds
    from troth.core.money import money
    from troth.publishing.running import policy_on

    now = datetime.now(UTC)
    found = thresholds(policy_on(now), at=now)
    for each in found:
        amounts = (each.last_year, each.this_year, each.limit)
        last, this, limit = (money(amount, "EUR") for amount in amounts)
        print(f"{each.what}: {last} last year, {this} this year, of {limit} ({each.law})")
        for currency in sorted(each.without):
            print(f"  {currency} is not counted, for want of an exchange rate.")
        if each.warning:
            print(f"  {each.todo}")
    if not found:
        print("They are for sellers in the EU.")
    return 1 if any(each.warning for each in found) else 0


def _exchange(source: str) -> int:
    from troth.tax.fetch_exchange_rates import fetch_exchange_rates
    from troth.tax.take_exchange_rates import LONGEST, take_exchange_rates

    at = datetime.now(UTC)
    if "://" in source:
        new = fetch_exchange_rates(source, at=at)
    else:
        try:
            with open(source, "rb") as file:
                data = file.read(LONGEST + 1)
        except OSError:
            raise TrothError(f"{source}: there is no such file, or it cannot be opened.") from None
        new = take_exchange_rates(data, at=at)
    print(f"{new} exchange rates are new." if new else "No exchange rate is new.")
    return 0


def _rates() -> int:
    from troth.core.percent import of_hundred
    from troth.tax.take_rates import take_rates

    new, by_hand = take_rates(at=datetime.now(UTC))
    for rate in new:
        print(f"{rate.place:<12} {of_hundred(rate.rate):>8}%  {rate.source}")
    print(f"{len(new)} rates are new." if new else "No rate is new.")
    for rate in by_hand:
        print(f"{rate.place}: the {of_hundred(rate.rate)}% entered by hand stay; the list differs.")
    return 1 if by_hand else 0
