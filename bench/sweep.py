"""Sweep a million accounts of which one in a hundred is due, evidence included."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from time import perf_counter, sleep
from typing import Any

from django.db import connection, transaction

from bench import database
from bench.customers import at_work
from bench.measure import by_turns, show_goal
from bench.memory import watch_memory
from troth.erasure.keep import keep
from troth.publishing.running import policy_on

GOAL = 1.5
MEMORY_GOAL = 100  # MB above the idle process
WAIT_GOAL = 0.1  # seconds

# Customers whose number ends in the same two digits, from 00 on, fall due together, one such
# hundredth of all after the other. So every run of either way finds as many accounts due.
_FIRST_LEFT = date(2018, 6, 1)
_APART = 40  # days
_INVOICED = 30  # days before a customer left; less than _APART, or invoices would mix

# What an expert would type for this schema and this policy: all that is due in one transaction,
# and one row of evidence for each account. A hold or a restriction protects an account, its
# owner and its people; keys name one subject of whatever kind.
_BY_HAND = """
    CREATE TEMPORARY TABLE protected ON COMMIT DROP AS
        SELECT subject_id AS id FROM erasure_protection
        UNION SELECT id FROM accounts_person WHERE is_staff;
    ANALYZE protected;

    DELETE FROM accounts_session s WHERE created_at < %(two_weeks)s
        AND NOT EXISTS (SELECT FROM protected WHERE id = s.person_id);
    CREATE TEMPORARY TABLE due_invoice ON COMMIT DROP AS
        SELECT id FROM billing_invoice i
        WHERE issued_at < %(books)s AND depersonalised_at IS NULL
        AND NOT EXISTS (SELECT FROM protected WHERE id = i.account_id);
    ANALYZE due_invoice;
    UPDATE billing_invoiceline SET description = '', account_id = NULL
        FROM due_invoice d WHERE invoice_id = d.id;
    UPDATE billing_invoicetax SET account_id = NULL FROM due_invoice d WHERE invoice_id = d.id;
    UPDATE billing_reminder SET account_id = NULL FROM due_invoice d WHERE invoice_id = d.id;
    UPDATE sepa_collection SET account_id = NULL FROM due_invoice d WHERE invoice_id = d.id;
    UPDATE billing_invoice i SET party_name = '', party_address = '', party_postcode = '',
        party_city = '', party_region = '', party_tax_id = '', party_reference = '', evidence = '',
        account_id = NULL, depersonalised_at = %(at)s FROM due_invoice d WHERE i.id = d.id;
    UPDATE billing_payment p
        SET payer = '', reference = '', account_id = NULL, depersonalised_at = %(at)s
        WHERE received_at < %(books)s AND depersonalised_at IS NULL
        AND NOT EXISTS (SELECT FROM protected WHERE id = p.account_id);
    UPDATE bank_bankline l SET party = '', party_iban = '', end_to_end_id = '', reference = '',
        text = '', bank_id = '', account_id = NULL, depersonalised_at = %(at)s
        WHERE read_at < %(books)s AND depersonalised_at IS NULL
        AND NOT EXISTS (SELECT FROM protected WHERE id = l.account_id);
    UPDATE gateways_paymentattempt a SET reference = '', account_id = NULL, by_id = NULL,
        depersonalised_at = %(at)s WHERE started_at < %(attempts)s AND depersonalised_at IS NULL
        AND NOT EXISTS (SELECT FROM protected WHERE id = a.account_id);
    DELETE FROM gateways_gatewayevent e WHERE received_at < %(events)s
        AND NOT EXISTS (SELECT FROM protected WHERE id = e.account_id);
    CREATE TEMPORARY TABLE due_entry ON COMMIT DROP AS
        SELECT id FROM billing_transaction t WHERE at < %(books)s AND depersonalised_at IS NULL
        AND NOT EXISTS (SELECT FROM protected WHERE id = t.account_id);
    ANALYZE due_entry;
    UPDATE billing_posting SET account_id = NULL FROM due_entry d WHERE transaction_id = d.id;
    UPDATE billing_transaction t SET account_id = NULL, depersonalised_at = %(at)s
        FROM due_entry d WHERE t.id = d.id;

    CREATE TEMPORARY TABLE due_account ON COMMIT DROP AS
        SELECT id, pseudonym FROM accounts_account a JOIN accounts_subject USING (id)
        WHERE active_at < %(inactive)s
        AND NOT EXISTS (SELECT FROM services_service WHERE account_id = a.id
            AND (ended_at IS NULL OR ended_at >= %(inactive)s))
        AND NOT EXISTS (SELECT FROM protected WHERE id = a.id)
        FOR UPDATE;
    ANALYZE due_account;
    CREATE TEMPORARY TABLE due_person ON COMMIT DROP AS
        SELECT id FROM accounts_person p
        WHERE id IN (SELECT person_id FROM accounts_membership m
            JOIN due_account d ON d.id = m.account_id)
        AND NOT EXISTS (SELECT FROM accounts_membership m WHERE m.person_id = p.id
            AND NOT EXISTS (SELECT FROM due_account WHERE id = m.account_id))
        AND NOT EXISTS (SELECT FROM protected WHERE id = p.id)
        FOR UPDATE;
    ANALYZE due_person;
    CREATE TEMPORARY TABLE due_subject ON COMMIT DROP AS
        SELECT id FROM due_account UNION ALL SELECT id FROM due_person;
    ANALYZE due_subject;

    DELETE FROM accounts_activity USING due_account d WHERE account_id = d.id;
    UPDATE accounts_activity SET person_id = NULL, ip = NULL
        FROM due_person d WHERE person_id = d.id;
    DELETE FROM messaging_message m USING due_account d WHERE account_id = d.id
        AND NOT EXISTS (SELECT FROM protected WHERE id = m.person_id);
    UPDATE messaging_message SET account_id = NULL FROM due_account d WHERE account_id = d.id;
    DELETE FROM messaging_message USING due_person d WHERE person_id = d.id;
    DELETE FROM support_ticketmessage USING due_account d WHERE account_id = d.id;
    UPDATE support_ticketmessage SET author_id = NULL, author_name = '', author_ip = NULL
        FROM due_person d WHERE author_id = d.id;
    DELETE FROM support_ticket USING due_account d WHERE account_id = d.id;
    UPDATE support_ticket SET opened_by_id = NULL FROM due_person d WHERE opened_by_id = d.id;
    DELETE FROM tax_vatcheck USING due_account d WHERE account_id = d.id;
    DELETE FROM tax_sign USING due_account d WHERE account_id = d.id;
    DELETE FROM tax_localtax USING due_account d WHERE account_id = d.id;
    DELETE FROM tax_certificate USING due_account d WHERE account_id = d.id;
    DELETE FROM orders_quoteline USING due_account d WHERE account_id = d.id;
    DELETE FROM orders_quote USING due_account d WHERE account_id = d.id;
    DELETE FROM orders_orderline USING due_account d WHERE account_id = d.id;
    DELETE FROM orders_order USING due_account d WHERE account_id = d.id;
    UPDATE orders_order SET person_id = NULL FROM due_person d WHERE person_id = d.id;
    UPDATE orders_order SET handled_by_id = NULL FROM due_person d WHERE handled_by_id = d.id;
    DELETE FROM services_charge USING due_account d WHERE account_id = d.id;
    DELETE FROM services_ownprice USING due_account d WHERE account_id = d.id;
    DELETE FROM services_term USING due_account d WHERE account_id = d.id;
    DELETE FROM services_suspension USING due_account d WHERE account_id = d.id;
    DELETE FROM services_cancellation USING due_account d WHERE account_id = d.id;
    UPDATE services_cancellation SET person_id = NULL FROM due_person d WHERE person_id = d.id;
    DELETE FROM services_service USING due_account d WHERE account_id = d.id;
    DELETE FROM billing_dunningrest USING due_account d WHERE account_id = d.id;
    DELETE FROM billing_irregularity USING due_account d WHERE account_id = d.id;
    DELETE FROM gates_disclosure USING due_subject d WHERE subject_id = d.id;
    DELETE FROM erasure_hold USING due_subject d WHERE subject_id = d.id;
    DELETE FROM requests_identityproof USING due_subject d WHERE subject_id = d.id;
    DELETE FROM requests_requestmail USING due_subject d WHERE subject_id = d.id;
    DELETE FROM requests_rightsrequest USING due_subject d WHERE subject_id = d.id;
    UPDATE requests_rightsrequest SET person_id = NULL, sender = '', mail_id = NULL
        FROM due_person d WHERE person_id = d.id;
    UPDATE requests_rightsrequest SET handler_id = NULL FROM due_person d WHERE handler_id = d.id;
    UPDATE requests_rightsrequest SET verifier_id = NULL FROM due_person d WHERE verifier_id = d.id;
    DELETE FROM gates_staffread USING due_subject d WHERE subject_id = d.id;
    UPDATE gates_staffread SET staff_id = NULL FROM due_person d WHERE staff_id = d.id;
    DELETE FROM gates_readlimit USING due_person d WHERE person_id = d.id;
    DELETE FROM gates_acknowledgement USING due_person d WHERE person_id = d.id;
    DELETE FROM gates_acceptance USING due_person d WHERE person_id = d.id;
    DELETE FROM gates_siteconsent USING due_person d WHERE person_id = d.id;
    DELETE FROM copies_copy USING due_person d WHERE person_id = d.id;
    DELETE FROM support_inquiry USING due_person d WHERE person_id = d.id;
    DELETE FROM accounts_finding USING due_person d WHERE person_id = d.id;
    DELETE FROM accounts_preferences USING due_person d WHERE person_id = d.id;
    DELETE FROM gates_consentevent USING due_person d WHERE person_id = d.id;
    DELETE FROM accounts_signin USING due_person d WHERE person_id = d.id;
    DELETE FROM accounts_session USING due_person d WHERE person_id = d.id;
    DELETE FROM account_emailconfirmation USING account_emailaddress e JOIN due_person d
        ON e.user_id = d.id WHERE email_address_id = e.id;
    DELETE FROM account_emailaddress USING due_person d WHERE user_id = d.id;
    DELETE FROM mfa_authenticator USING due_person d WHERE user_id = d.id;
    DELETE FROM socialaccount_socialtoken t USING socialaccount_socialaccount a JOIN due_person d
        ON a.user_id = d.id WHERE t.account_id = a.id;
    DELETE FROM socialaccount_socialaccount USING due_person d WHERE user_id = d.id;
    DELETE FROM allauth_idp_oidc_token USING due_person d WHERE user_id = d.id;
    UPDATE allauth_idp_oidc_client SET owner_id = NULL FROM due_person d WHERE owner_id = d.id;
    DELETE FROM accounts_person_groups USING due_person d WHERE person_id = d.id;
    DELETE FROM accounts_person_user_permissions USING due_person d WHERE person_id = d.id;
    DELETE FROM django_admin_log USING due_person d WHERE user_id = d.id;
    DELETE FROM accounts_invitation USING due_account d WHERE account_id = d.id;
    UPDATE accounts_invitation SET invited_by_id = NULL
        FROM due_person d WHERE invited_by_id = d.id;
    UPDATE accounts_invitation SET accepted_by_id = NULL, email = ''
        FROM due_person d WHERE accepted_by_id = d.id;
    DELETE FROM accounts_membership USING due_account d WHERE account_id = d.id;
    UPDATE sepa_collection SET account_id = NULL, attempt_id = NULL
        FROM due_account d WHERE account_id = d.id;
    DELETE FROM sepa_mandate USING due_account d WHERE account_id = d.id;
    DELETE FROM gateways_paymentattempt USING due_account d WHERE account_id = d.id;
    UPDATE gateways_paymentattempt a SET method_id = NULL
        FROM gateways_paymentmethod m JOIN due_account d ON d.id = m.account_id
        WHERE a.method_id = m.id;
    DELETE FROM gateways_paymentmethod USING due_account d WHERE account_id = d.id;
    DELETE FROM gateways_gatewayevent USING due_account d WHERE account_id = d.id;
    UPDATE billing_invoiceline SET account_id = NULL FROM due_account d WHERE account_id = d.id;
    UPDATE billing_invoicetax SET account_id = NULL FROM due_account d WHERE account_id = d.id;
    UPDATE billing_reminder SET account_id = NULL FROM due_account d WHERE account_id = d.id;
    UPDATE billing_invoice SET account_id = NULL FROM due_account d WHERE account_id = d.id;
    UPDATE billing_payment SET account_id = NULL FROM due_account d WHERE account_id = d.id;
    UPDATE billing_posting SET account_id = NULL FROM due_account d WHERE account_id = d.id;
    UPDATE billing_transaction SET account_id = NULL FROM due_account d WHERE account_id = d.id;
    UPDATE bank_bankline SET account_id = NULL FROM due_account d WHERE account_id = d.id;
    DELETE FROM accounts_account a USING due_account d WHERE a.id = d.id;
    DELETE FROM accounts_person p USING due_person d WHERE p.id = d.id;
    DELETE FROM accounts_subject s USING due_subject d WHERE s.id = d.id;
    INSERT INTO journal_entry (receipt, at, event, rule, policy, subject)
        SELECT gen_random_uuid(), %(at)s, 'account.erased', 'keep.account', %(policy)s, pseudonym
        FROM due_account
"""


def run(*, accounts: int = 1_000_000, rounds: int = 3) -> None:
    accounts -= accounts % 100
    with database.fresh():
        # A round to warm up, one run to watch the memory and two beside customers at work.
        shares = 2 * (rounds + 1) + 3
        start = perf_counter()
        rows = _load(accounts, shares)
        database.settle()
        print(f"sweep: {accounts:,} accounts with {rows:,} rows, 1 % of them due", end=" ")
        print(f"(loaded in {perf_counter() - start:.0f} s)", flush=True)

        left = iter(range(shares))

        def exactly(sweep: Callable[[int], int]) -> None:
            assert sweep(next(left)) == accounts // 100

        by_turns(
            partial(exactly, _keep),
            partial(exactly, _keep_by_hand),
            rounds=rounds,
            before=_checkpoint,
        ).show("keep beside set-based statements in one transaction", goal=GOAL)

        _checkpoint()
        memory = watch_memory(partial(_keep, next(left)))
        print(f"keep in a process of its own\n  ours     {memory}")
        show_goal(f"peak within {MEMORY_GOAL} MB of idle", memory.growth <= MEMORY_GOAL)

        print("how long customers at work wait for the database")
        with at_work(accounts, due=99) as waits:
            sleep(5)
        print(f"  at rest  {waits}")
        longest = _Longest()
        due = next(left)
        _checkpoint()
        with at_work(accounts, due=due) as waits:
            _keep(due, longest)
        print(f"  ours     {waits}; longest transaction {longest.seconds * 1000:.0f} ms")
        due = next(left)
        _checkpoint()
        with at_work(accounts, due=due) as by_hand_waits:
            _keep_by_hand(due)
        print(f"  by hand  {by_hand_waits}")
        show_goal(f"at most {WAIT_GOAL * 1000:.0f} ms", waits.longest <= WAIT_GOAL)


def _load(accounts: int, shares: int) -> int:
    """Load everybody; of each hundred accounts `shares` have left, one after the other."""
    left = f"timestamptz '{_FIRST_LEFT} 12:00Z' + n % 100 * {_APART} * interval '1 day'"
    has_left = f"n % 100 < {shares}"
    moments = {
        "joined": f"CASE WHEN {has_left} THEN {left} - interval '1 year'"
        " ELSE timestamptz '2016-01-01 12:00Z' + n % 3400 * interval '1 day' END",
        "active": f"CASE WHEN {has_left} THEN {left}"
        " ELSE timestamptz '2026-01-01 12:00Z' + n % 200 * interval '1 day' END",
        "ended": f"CASE WHEN {has_left} THEN {left}"
        " WHEN n % 5 = 0 THEN timestamptz '2026-01-01 12:00Z' END",
        "invoiced": f"CASE WHEN {has_left} THEN {left} - {_INVOICED} * interval '1 day'"
        " ELSE timestamptz '2025-01-01 12:00Z' + n % 300 * interval '1 day' END",
    }
    rows: dict[str, int | str] = {
        "signins": 1,
        "activity": 2,
        "messages": 1,
        "services": 1,
        "invoices": 1,
        "tickets": "n / 100 % 2",  # every other account of each share has one
        "ticket_messages": 1,
    }
    return database.add_customers(1, accounts, moments=moments, rows=rows)


def _left(share: int) -> date:
    return _FIRST_LEFT + timedelta(days=share * _APART)


def _due(share: int) -> date:
    """The day on which these accounts are due: seven years after they left."""
    left = _left(share)
    return left.replace(year=left.year + 7)


class _Longest:
    """Hears of a sweep's progress; the longest time between two chunks of a rule."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.last = ("", 0.0)

    def __call__(self, rule: str, rows: int) -> None:
        now = perf_counter()
        if self.last[0] == rule:
            self.seconds = max(self.seconds, now - self.last[1])
        self.last = rule, now


def _keep(share: int, progress: Callable[[str, int], None] = lambda rule, rows: None) -> int:
    """Sweep on the day on which these accounts are due; how many accounts went."""
    kept = keep(on=_due(share), at=datetime.now(UTC), progress=progress)
    return kept.by_rule["keep.account", "account"].erased["account"]


def _keep_by_hand(share: int) -> int:
    left, on = _left(share), _due(share)
    two_years, at = on.replace(year=on.year - 2), datetime.now(UTC)
    values: dict[str, Any] = {
        "inactive": datetime.combine(left + timedelta(days=1), time(), UTC),
        "books": datetime.combine(left, time(), UTC),  # the law's seventh year is a whole one
        "attempts": datetime.combine(two_years + timedelta(days=1), time(), UTC),
        "events": datetime.combine(on - timedelta(days=89), time(), UTC),
        "two_weeks": datetime.combine(on - timedelta(days=13), time(), UTC),
        "policy": policy_on(at).digest,
        "at": at,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _BY_HAND.split(";"):
            cursor.execute(statement, values)
        return int(cursor.rowcount)  # of evidence, one for each account


def _checkpoint() -> None:
    """Let each run begin with the same debt to the disk, which is none."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
