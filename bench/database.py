"""A database of its own for each bench, with made-up customers loaded in bulk."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection, transaction

from bench import NAME
from troth.policy.parse import read
from troth.policy.shipped import shipped
from troth.publishing.publish import publish

PEOPLE_FROM = 1_000_000_000  # customer n is account n and person PEOPLE_FROM + n

_INVOICES = "FROM customer JOIN billing_invoice i ON i.account_id = n"

# One INSERT a table from the temporary table `customer`, which has a column for each moment and
# for each of KINDS. No two rows hold the same text, so that compression has no easy game.
_INSERTS = {
    "accounts_subject": f"""
        (id, kind, pseudonym)
        SELECT n, 'account', gen_random_uuid() FROM customer
        UNION ALL SELECT {PEOPLE_FROM} + n, 'person', gen_random_uuid() FROM customer""",
    "accounts_account": """
        (id, name, company, tax_id, street, postcode, city, region, country, created_at, active_at)
        SELECT n, 'Customer ' || n, 'Company ' || n, 'IN' || n, n || ' Street',
            '600' || n % 1000, 'Chennai', 'Tamil Nadu', 'IN', joined, active
        FROM customer""",
    "accounts_person": f"""
        (id, email, name, phone, password, created_at, last_seen_at, is_active, is_staff,
            is_superuser)
        SELECT {PEOPLE_FROM} + n, 'p' || n || '@customer.example', 'Person ' || n,
            '+91 44 ' || n, 'scrypt$' || md5(n::text), joined, active, true, false, false
        FROM customer""",
    "accounts_membership": f"""
        (account_id, person_id, role, scopes, created_at)
        SELECT n, {PEOPLE_FROM} + n, 'owner', '', joined FROM customer""",
    "accounts_signin": f"""
        (person_id, at, succeeded, ip, user_agent)
        SELECT {PEOPLE_FROM} + n, active - k * interval '1 minute', true, '192.0.2.1',
            'Mozilla/5.0 (X11; Linux x86_64) ' || md5(n || '-' || k)
        FROM customer, generate_series(1, signins) k""",
    "accounts_activity": f"""
        (account_id, person_id, at, what, ip)
        SELECT n, {PEOPLE_FROM} + n, active - k * interval '1 minute',
            'changed the settings of ' || md5(n || '-' || k), '192.0.2.1'
        FROM customer, generate_series(1, activity) k""",
    "messaging_message": f"""
        (person_id, account_id, rule, channel, address, subject, body, created_at, sent_at)
        SELECT {PEOPLE_FROM} + n, n, 'message.service', 'email', 'p' || n || '@customer.example',
            'Your service ' || k, 'Dear customer, your service is ready. ' || md5(n || '-' || k)
            || ' is its number; write to us when there is anything that we can do for you.',
            active - k * interval '1 minute', active - k * interval '1 minute'
        FROM customer, generate_series(1, messages) k""",
    "services_service": """
        (account_id, product, label, started_at, ended_at)
        SELECT n, 'Hosting', md5(n || '-' || k) || '.example', joined, ended
        FROM customer, generate_series(1, services) k""",
    "services_term": """
        (account_id, service_id, product, options, supply, quantity, months, currency, price,
            discount, starts)
        SELECT n, s.id, 'Hosting', '', 'electronic', 1, 12, 'EUR', 1000, 0, joined
        FROM customer JOIN services_service s ON s.account_id = n""",
    "billing_invoice": """
        (account_id, number, issued_at, currency, net, tax, total, party_name, party_address,
            party_country, party_tax_id)
        SELECT n, n || '-' || k, invoiced, 'EUR', 1000, 190, 1190, 'Customer ' || n,
            n || ' Street, 600001 Chennai', 'IN', 'IN' || n
        FROM customer, generate_series(1, invoices) k""",
    "billing_invoiceline": f"""
        (account_id, invoice_id, description, quantity, price, amount, category, rate)
        SELECT n, i.id, 'Hosting of ' || md5(i.number) || '.example', 1, 1000, 1000, 'S', 190000
        {_INVOICES}""",
    "billing_invoicetax": f"""
        (account_id, invoice_id, category, rate, country, base, amount, reason, reason_code)
        SELECT n, i.id, 'S', 190000, 'IN', 1000, 190, '', '' {_INVOICES}""",
    "billing_transaction": f"""
        (account_id, kind, at, "on", key)
        SELECT n, 'invoice', i.issued_at, i.issued_at, 'invoice ' || i.id {_INVOICES}""",
    "billing_posting": f"""
        (account_id, transaction_id, invoice_id, ledger, part, currency, amount)
        SELECT n, t.id, i.id, leg.ledger, '', 'EUR', leg.amount
        {_INVOICES} JOIN billing_transaction t ON t.key = 'invoice ' || i.id
        CROSS JOIN (VALUES ('receivable', 1190), ('revenue', -1000), ('tax', -190))
            AS leg (ledger, amount)""",
    "services_charge": """
        (account_id, line_id, reason, product, description, supply, quantity, currency, price,
            discount, amount, made_at)
        SELECT n, l.id, 'other', 'Hosting', l.description, 'electronic', 1, 'EUR', 1000, 0, 1000,
            invoiced
        FROM customer JOIN billing_invoiceline l ON l.account_id = n""",
    "support_ticket": f"""
        (account_id, opened_by_id, subject, opened_at, closed_at)
        SELECT n, {PEOPLE_FROM} + n, 'A question about ' || md5(n || '-' || k),
            active - k * interval '1 minute', active
        FROM customer, generate_series(1, tickets) k""",
    "support_ticketmessage": f"""
        (account_id, ticket_id, author_id, author_name, author_ip, at, body, attachment,
            attachment_name)
        SELECT n, t.id, {PEOPLE_FROM} + n, 'Person ' || n, '192.0.2.1', t.opened_at,
            'It does not work since ' || md5(t.id || '-' || k)
            || ' was installed. What can I do? Thank you in advance for your help.', '', ''
        FROM customer JOIN support_ticket t ON t.account_id = n,
            generate_series(1, ticket_messages) k""",
}

KINDS = (
    "signins",
    "activity",
    "messages",
    "services",  # each with what is agreed for it
    "invoices",  # each with its line, tax, charge and what is in the books of it
    "tickets",
    "ticket_messages",  # of each ticket
)


@contextmanager
def fresh() -> Iterator[None]:
    """An empty database with the policy of Softsys in force; it is dropped at the end."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        publish(read(shipped()["softsys"]), at=datetime(2018, 9, 12, tzinfo=UTC))
        yield
    finally:
        connection.creation.destroy_test_db(NAME, verbosity=0)


def add_customers(
    first: int,
    last: int,
    *,
    moments: Mapping[str, str],
    rows: Mapping[str, int | str],
    inserts: Mapping[str, str] | None = None,
) -> int:
    """Load the customers with these numbers; how many rows they have.

    `moments` are SQL expressions of a customer's number `n`: when it `joined`, was last `active`,
    its services `ended` and it was `invoiced`. `rows` is how many rows it has of some of KINDS,
    as a number or as such an expression. `inserts` are for further tables, after these.
    """
    columns = [f"({moment})::timestamptz AS {name}" for name, moment in moments.items()]
    columns += [f"{rows.get(kind, 0)} AS {kind}" for kind in KINDS]
    total = 0
    with transaction.atomic(), connection.cursor() as cursor:
        # The rows fit together, and checking ten million foreign keys would take minutes.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"CREATE TEMPORARY TABLE customer ON COMMIT DROP AS SELECT n, {', '.join(columns)} "
            f"FROM generate_series({first}, {last}) n"
        )
        cursor.execute("ANALYZE customer")
        for table, select in {**_INSERTS, **(inserts or {})}.items():
            cursor.execute(f"INSERT INTO {table} {select}")
            total += cursor.rowcount
    return total


def settle() -> None:
    """Leave nothing for the server to do in the background while something is measured."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")
