"""Invoice two services of each of 50,000 accounts that are due on one day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from time import perf_counter, process_time, sleep
from typing import Any

import psutil
from django.conf import settings
from django.db import connection, transaction

from bench import database
from bench.customers import at_work
from bench.measure import by_turns, show_goal
from bench.memory import watch_memory
from troth.billing.models import BankAccount
from troth.policy.parse import read
from troth.policy.shipped import shipped
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.publishing.running import policy_on
from troth.services.bill import bill
from troth.tax.models import Rate

GOAL = 2.0
MEMORY_GOAL = 100  # MB above the idle process
WAIT_GOAL = 0.1  # seconds
AGAIN_GOAL = 2.0  # seconds

_FIRST = date(2026, 1, 10)  # on which the first share of the accounts is due
_BEFORE = timedelta(days=7)
_INSERTS = {
    "services_service": """
        (id, account_id, product, label, started_at, activated_at, charged_through, anchor)
        SELECT n * 10 + k, n, 'Hosting', md5(n || '-' || k) || '.example', joined, joined,
            date '{first}' + n % {shares}, extract(day FROM date '{first}' + n % {shares})
        FROM customer, generate_series(1, 2) k""",
    "services_term": """
        (account_id, service_id, product, options, supply, quantity, months, currency, price,
            discount, starts)
        SELECT n, n * 10 + k, 'Hosting', '', 'electronic', 1, 12, 'EUR', 1000 + n % 100, 0, joined
        FROM customer, generate_series(1, 2) k""",
}
# What an expert would type for this schema: what is due of a share, in one transaction.
_BY_HAND = """
    CREATE TEMPORARY TABLE due ON COMMIT DROP AS
        SELECT s.id AS service, s.account_id, s.charged_through AS starts,
            (s.charged_through + t.months * interval '1 month')::date AS ends, t.product, t.price,
            t.currency, t.product || ', ' || s.label || ', ' || s.charged_through AS words,
            nextval('billing_invoiceline_id_seq') AS line
        FROM services_service s JOIN services_term t ON t.service_id = s.id AND t.until IS NULL
        WHERE s.charged_through = %(due)s AND s.ended_at IS NULL FOR UPDATE OF s;
    ANALYZE due;
    CREATE TEMPORARY TABLE made ON COMMIT DROP AS
        SELECT nextval('billing_invoice_id_seq') AS id, d.*, a.name, a.company, a.street,
            a.postcode, a.city, a.region, a.country, a.tax_id, p.id AS person, p.email,
            b.pseudonym, round(net * 0.19)::bigint AS tax,
            row_number() OVER (ORDER BY a.id) AS position
        FROM (SELECT account_id, currency, sum(price)::bigint AS net FROM due GROUP BY 1, 2) d
        JOIN accounts_account a ON a.id = d.account_id JOIN accounts_subject b ON b.id = a.id
        JOIN accounts_membership m ON m.account_id = a.id AND m.role = 'owner'
        JOIN accounts_person p ON p.id = m.person_id;
    ALTER TABLE made ADD number text, ADD reference text;
    INSERT INTO billing_series AS s (kind, year, last)
        SELECT 'invoice', %(year)s, count(*) FROM made
        ON CONFLICT (kind, year) DO UPDATE SET last = s.last + excluded.last;
    UPDATE made SET number = %(year)s || '-'
        || lpad((last - (SELECT count(*) FROM made) + position)::text, 6, '0')
        FROM billing_series WHERE kind = 'invoice' AND year = %(year)s;
    UPDATE made SET reference = 'RF' || lpad(
        (98 - mod((replace(number, '-', '') || '271500')::numeric, 97))::text, 2, '0')
        || replace(number, '-', '');
    ANALYZE made;
    INSERT INTO billing_invoice
        (id, account_id, kind, number, issued_at, due_on, supplied_on, currency, net, tax, total,
        payment_reference, language, notes, evidence, party_name, party_address, party_postcode,
        party_city, party_region, party_country, party_tax_id, seller_name, seller_address,
        seller_country, seller_tax_id)
        SELECT id, account_id, 'invoice', number, %(at)s, %(at)s::date + 14, %(due)s, currency, net,
            tax, net + tax, reference, 'en', '', 'billing address CY',
            coalesce(nullif(company, ''), name), street, postcode, city, region, country, tax_id,
            'A Seller', 'A Street', 'CY', '' FROM made;
    INSERT INTO billing_invoicetax
        (account_id, invoice_id, category, rate, country, base, amount, reason, reason_code)
        SELECT account_id, id, 'S', 190000, 'CY', net, tax, '', '' FROM made;
    INSERT INTO billing_invoiceline
        (id, account_id, invoice_id, position, product, description, quantity, price, discount,
        amount, supply, category, rate, starts, ends)
        SELECT d.line, d.account_id, made.id,
            row_number() OVER (PARTITION BY made.id ORDER BY d.service), d.product, d.words, 1,
            d.price, 0, d.price, 'electronic', 'S', 190000, d.starts, d.ends
        FROM due d JOIN made USING (account_id, currency);
    INSERT INTO services_charge
        (account_id, service_id, reason, starts, ends, product, description, supply, quantity,
        currency, price, discount, amount, made_at, line_id)
        SELECT account_id, service, 'period', starts, ends, product, words, 'electronic', 1,
            currency, price, 0, price, %(at)s, line FROM due;
    UPDATE services_service s SET charged_through = due.ends FROM due WHERE s.id = due.service;
    WITH t AS (
        INSERT INTO billing_transaction (account_id, kind, at, "on", key)
        SELECT account_id, 'invoice', %(at)s, %(at)s::date, 'invoice ' || id FROM made
        RETURNING id, key)
        INSERT INTO billing_posting
        (account_id, transaction_id, invoice_id, ledger, part, currency, amount)
        SELECT made.account_id, t.id, made.id, l.ledger, l.part, made.currency, l.amount
        FROM made JOIN t ON t.key = 'invoice ' || made.id
        CROSS JOIN LATERAL (VALUES ('receivable', '', net + tax), ('revenue', '', -net),
            ('tax', 'CY', -tax)) AS l (ledger, part, amount);
    INSERT INTO messaging_message
        (person_id, account_id, rule, channel, address, subject, body, created_at, next_at,
        attempts, secret)
        SELECT person, account_id, 'message.system', 'email', email, 'Invoice ' || number,
            format('You have invoice %%s of %%s EUR. Please pay until %%s by transfer to %%s, with '
            'the reference %%s. https://my.example/account/%%s/invoices/%%s/', number,
            round((net + tax) / 100.0, 2), %(at)s::date + 14, 'CY17002001280000001200527600',
            reference, account_id, id), %(at)s, %(at)s, 0, false FROM made;
    INSERT INTO journal_entry (receipt, at, event, rule, policy, subject, counts)
        SELECT gen_random_uuid(), %(at)s, 'invoices.issued', 'keep.invoice', %(policy)s, pseudonym,
            '{"invoices": 1}' FROM made
"""


def run(*, accounts: int = 50_000, rounds: int = 3) -> None:
    with database.fresh():
        # A round to warm up, one run to watch the memory and one beside customers at work.
        shares = 2 * (rounds + 1) + 2
        start = perf_counter()
        _load(accounts, shares)
        database.settle()
        print(f"bill: {2 * accounts:,} services of {accounts:,} accounts due on a day", end=" ")
        print(f"(loaded in {perf_counter() - start:.0f} s)", flush=True)
        left = iter(range(shares))

        def exactly(way: Callable[[int], int]) -> None:
            assert way(next(left)) == accounts

        by_turns(
            partial(exactly, _bill),
            partial(exactly, _bill_by_hand),
            rounds=rounds,
            before=_checkpoint,
            clock=_cpu,
        ).show("bill beside set-based statements in one transaction, CPU time", goal=GOAL)

        _checkpoint()
        due = next(left)
        memory = watch_memory(partial(_bill, due))
        print(f"bill in a process of its own\n  ours     {memory}")
        show_goal(f"peak within {MEMORY_GOAL} MB of idle", memory.growth <= MEMORY_GOAL)

        start = perf_counter()
        assert not _bill(due)
        seconds = perf_counter() - start
        print(f"run again\n  ours     {seconds * 1000:.0f} ms")
        show_goal(f"under {AGAIN_GOAL:.0f} s", seconds < AGAIN_GOAL)

        print("how long customers at work wait for the database")
        with at_work(accounts * shares, due=99) as waits:
            sleep(5)
        print(f"  at rest  {waits}")
        _checkpoint()
        due = next(left)
        with at_work(accounts * shares, due=due) as waits:
            _bill(due)
        print(f"  ours     {waits}")
        show_goal(f"at most {WAIT_GOAL * 1000:.0f} ms", waits.longest <= WAIT_GOAL)


def _load(accounts: int, shares: int) -> None:
    """Load the accounts of each share, whose services are due a day after those of the last."""
    moment = "timestamptz '2025-01-01 12:00Z'"
    moments = dict.fromkeys(("joined", "active", "ended", "invoiced"), moment)
    first = (_FIRST + _BEFORE).isoformat()
    inserts = {k: text.format(first=first, shares=shares) for k, text in _INSERTS.items()}
    database.add_customers(
        1, accounts * shares, moments=moments, rows={"invoices": 1}, inserts=inserts
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_account SET country = 'CY', region = ''")
    running = publish(read(shipped()["ispsystem"]), at=datetime.now(UTC))
    PublishedPolicy.objects.filter(pk=running.pk).update(in_force_from=date(2019, 1, 1))
    iban = "CY17002001280000001200527600"
    BankAccount.objects.create(holder="A Seller", iban=iban, currency="EUR")
    day = date(2021, 7, 1)
    Rate.objects.create(place="CY", kind="standard", rate=19_0000, valid_from=day, source="a bench")


def _on(share: int) -> date:
    return _FIRST + timedelta(days=share)


def _bill(share: int) -> int:
    """Invoice what is due on the day of these accounts; how many invoices that made."""
    settings.BILL_ASKS_ABOVE = 10**9
    return bill(on=_on(share), at=datetime.now(UTC)).invoices


def _bill_by_hand(share: int) -> int:
    at = datetime.now(UTC)
    values: dict[str, Any] = {
        "due": _on(share) + _BEFORE,
        "at": at,
        "year": at.year,
        "policy": policy_on(at).digest,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _BY_HAND.split(";"):
            cursor.execute(statement, values)
        return int(cursor.rowcount)  # of evidence, one for each account


def _cpu() -> float:
    """The time that this process and that of its session in the server have worked, in seconds."""
    server = psutil.Process(connection.connection.info.backend_pid).cpu_times()
    return process_time() + float(server.user + server.system)


def _checkpoint() -> None:
    """Let each run begin with the same debt to the disk, which is none."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
