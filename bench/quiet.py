"""Sweep a million accounts of which none is due: what each rule reads to find nothing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection

from bench import database
from bench.measure import seconds, show_goal
from troth.core.duration import Duration
from troth.erasure.cutoff import cutoff
from troth.erasure.keep import due, keep
from troth.policy import sql
from troth.policy.compile import compile
from troth.policy.parse import read
from troth.policy.plan import Before, Empty, Plan, Removal, Sweep
from troth.policy.shipped import shipped
from troth.policy.tables import schema

GOAL = 1.0  # seconds
BIG = 10_000  # rows of a table that no rule may read whole
ON = date(2026, 11, 22)

# Nothing is old but what may be: the accounts themselves, one in fifty of which nobody has signed
# in to for fourteen years while its service goes on, and what has lost its personal data.
_RECENT = "(timestamptz '2026-11-21 12:00Z' - n % 10 * interval '1 day')"
_ASLEEP = "n % 50 = 0"
_EMPTIED = "n % 5 = 0"
_MOMENTS = {
    "joined": "timestamptz '2010-01-01 12:00Z' + n % 700 * interval '1 day'",
    "active": f"CASE WHEN {_ASLEEP} THEN timestamptz '2012-11-21 12:00Z' ELSE {_RECENT} END",
    "ended": "NULL",
    "invoiced": f"CASE WHEN {_EMPTIED} THEN timestamptz '2017-01-01 12:00Z' ELSE {_RECENT} END",
    "at": _RECENT,
}
_EMPTIED_AT = f"CASE WHEN {_EMPTIED} THEN timestamptz '2025-01-02 12:00Z' END"
_EMPTY_BOOKS = """
    UPDATE billing_invoice SET depersonalised_at = '2025-01-02 12:00Z'
        WHERE issued_at < '2018-01-01';
    UPDATE billing_transaction SET depersonalised_at = '2025-01-02 12:00Z' WHERE at < '2018-01-01'
"""

# Rows of what the other benches leave empty, of one customer in ten where it is rare.
_PERSON = f"{database.PEOPLE_FROM} + n"
_SOME = "FROM customer WHERE n % 10 = 1"
_INSERTS = {
    "billing_payment": f"""
        (account_id, received_at, currency, amount, method, payer, reference, depersonalised_at)
        SELECT n, invoiced, 'EUR', 1190, 'card', '', '', {_EMPTIED_AT} FROM customer""",
    "bank_bankline": f"""
        (account_id, statement_id, bank_account_id, digest, nth, read_at, booked_on, currency,
            amount, reversal, reason, party, party_iban, end_to_end_id, reference, text, bank_id,
            dismissed_why, depersonalised_at)
        SELECT n, 1, 1, md5(n::text), 0, invoiced, invoiced, 'EUR', 1190, false, '', '', '', '', '',
            '', '', '', {_EMPTIED_AT} FROM customer""",
    "orders_order": """
        (account_id, number, key, placed_at, currency, net, tax, total, promotion, policy,
            from_country, note, review, refused_because)
        SELECT n, 'O' || n, gen_random_uuid(), at, 'EUR', 1000, 190, 1190, '', '', '', '', '', ''
        FROM customer""",
    "orders_quote": f"""
        (account_id, number, made_at, last_day, currency, words)
        SELECT n, 'Q' || n, at, at, 'EUR', '' {_SOME}""",
    "accounts_session": f"""
        (session_key, session_data, expire_date, person_id, created_at)
        SELECT md5(n::text), md5(n::text), at + interval '14 days', {_PERSON}, at FROM customer""",
    "allauth_idp_oidc_token": f"""
        (type, hash, user_id, created_at, scopes) SELECT 'ia', md5(n::text), {_PERSON}, at, ''
        {_SOME}""",
    "accounts_invitation": f"""
        (account_id, email, scopes, digest, created_at, expires_at)
        SELECT n, 'i' || n || '@customer.example', '', md5(n::text), at, at {_SOME}""",
    "gates_consentevent": f"""
        (person_id, rule, kind, at, channel, wording, policy)
        SELECT {_PERSON}, 'consent.marketing', 'given', at, 'portal', '', '' FROM customer""",
    "gates_siteconsent": f"""
        (person_id, site, subject, asked, allowed, at)
        SELECT {_PERSON}, 'site', gen_random_uuid(), '{{}}', '{{}}', at {_SOME}""",
    "gates_disclosure": """
        (subject_id, recipient, rule, categories, reference, at)
        SELECT n, 'registry', 'share.registry', '{identity}', n::text, at FROM customer""",
    "gates_staffread": """
        (subject_id, role, categories, reason, at)
        SELECT n, 'support', '{identity}', '', at FROM customer""",
    "requests_rightsrequest": f"""
        ("right", rule, channel, sender, text, asked_at, paused_for, extended_because, verified_by,
            state, answer, subject_id, person_id, closed_at)
        SELECT 'access', 'right.access', 'portal', '', '', at, '', '', '', 'done', '', {_PERSON},
            {_PERSON}, at {_SOME}""",
    "support_inquiry": f"""
        (person_id, form, rule, title, name, email, phone, company, interest, message, asked_at,
            closed_at, answer)
        SELECT {_PERSON}, 'inquiry', 'collect.inquiry', '', '', '', '', '', '', 'What?', at, at, ''
        {_SOME}""",
    "django_admin_log": f"""
        (action_time, user_id, object_repr, action_flag, change_message)
        SELECT at, {_PERSON}, 'account ' || n, 2, '' {_SOME}""",
}
_AWAKE = "(n % 50 <> 0)::int"
_ROWS: dict[str, int | str] = {
    "signins": _AWAKE,
    "activity": _AWAKE,
    "messages": _AWAKE,
    "services": 1,
    "invoices": 1,
    "tickets": "n % 2",
    "ticket_messages": 1,
}


def run(*, accounts: int = 1_000_000, rounds: int = 3) -> None:
    with database.fresh():
        start = perf_counter()
        rows = database.add_customers(1, accounts, moments=_MOMENTS, rows=_ROWS, inserts=_INSERTS)
        with connection.cursor() as cursor:
            cursor.execute(_EMPTY_BOOKS)
        database.settle()
        print(f"quiet: {accounts:,} accounts with {rows:,} rows, none of them due", end=" ")
        print(f"(loaded in {perf_counter() - start:.0f} s)", flush=True)

        took = [seconds(_keep) for _ in range(rounds + 1)][1:]
        print(f"  keep {median(took):.2f} s ({min(took):.2f} to {max(took):.2f})")
        show_goal(f"at most {GOAL:.0f} s", median(took) <= GOAL)

        plans = {name: compile(read(path), schema()) for name, path in shipped().items()}
        whole = False
        for name, plan in {**plans, "any policy": _of_every_clock()}.items():
            for sweep in plan.sweeps:
                best = min(seconds(partial(_find, sweep, plan)) for _ in range(rounds))
                tables, indexes = _read_whole(sweep, plan)
                whole |= bool(tables)
                said = f"; READS ALL OF {', '.join(tables)}" if tables else ""
                said += f"; goes through {', '.join(indexes)}" if indexes else ""
                print(f"  {name}: {sweep.rule} ({sweep.record}) {best * 1000:.1f} ms{said}")
        show_goal(f"no rule reads a table of more than {BIG:,} rows", not whole)


def _keep() -> None:
    assert keep(on=ON, at=datetime.now(UTC)).removed == 0


def _find(sweep: Sweep, plan: Plan) -> None:
    assert list(due(sweep, plan, ON)) == [], sweep


def _of_every_clock() -> Plan:
    """What no shipped policy may ask: rows of each record by each clock, to erase and to empty."""
    tables = schema().roots
    sweeps = [
        Sweep(
            f"{table.name} by {column}",
            table.record,
            table.name,
            (before, *empty),
            Duration(20, "year"),
        )
        for table in tables
        for _clock, column, late in table.clocks
        for before in [Before(column, table.kept[0] if table.kept and late else None)]
        for empty in [(), *([(Empty(table.depersonalised),)] if table.depersonalised else ())]
    ]
    removals = {table.name: Removal(table.record, table.name, table.key, ()) for table in tables}
    return Plan("", {}, removals, tuple(sweeps), ())


def _read_whole(sweep: Sweep, plan: Plan) -> tuple[list[str], list[str]]:
    """The big tables, and the big indexes, that PostgreSQL goes through from end to end."""
    found: tuple[list[str], list[str]] = [], []
    # As the sweep asks: of a cursor PostgreSQL expects that only the first rows are wanted.
    explain = f"EXPLAIN (FORMAT JSON) DECLARE due CURSOR WITH HOLD FOR {sql.due(sweep, plan)}"
    with connection.cursor() as cursor:
        cursor.execute(explain, {"cutoff": cutoff(sweep, ON), "gone": []})
        (plans,) = cursor.fetchone()
        for node in _nodes(plans[0]["Plan"]):
            index = node.get("Index Name")
            if node["Node Type"] == "Seq Scan" or (index and "Index Cond" not in node):
                name = index or node["Relation Name"]
                cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [name])
                (rows,) = cursor.fetchone()
                if rows > BIG:
                    found[bool(index)].append(name)
    return found


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)
