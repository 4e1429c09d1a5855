"""Write invoices one after the other on one core, and print one of four hundred lines."""

from functools import partial
from statistics import median
from time import process_time

from bench import database
from bench.measure import seconds
from bench.memory import watch_memory
from troth.einvoice.cii import cii
from troth.einvoice.pdf import pdf
from troth.einvoice.ubl import ubl
from troth.testing.einvoice import document, line


def run(*, documents: int = 100, lines: int = 400) -> None:
    made = document(line(1490), line(990, 7_0000), line(4900, discount=490))
    for name, write in (("PDF with CII", pdf), ("CII", cii), ("UBL", ubl)):
        write(made)
        took = [seconds(partial(write, made), process_time) for _ in range(documents)]
        print(
            f"pdf: {name} of three lines: {1 / median(took):.1f} a second of one core "
            f"({1000 * median(took):.0f} ms, {1000 * min(took):.0f} to {1000 * max(took):.0f})"
        )
    long = document(*(line(100 + number) for number in range(lines)))
    with database.fresh():
        print(f"pdf: {lines} lines, in a process of its own: {watch_memory(partial(pdf, long))}")
