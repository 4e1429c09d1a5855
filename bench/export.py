"""Export one subject with a long history, and one with a million rows."""

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO

from django.db import connection, transaction

from bench import database
from bench.measure import by_turns, show_goal
from bench.memory import watch_memory
from bench.subject import add_subjects
from troth.accounts.models import Person
from troth.copies.export import export

GOAL = 2.0
MEMORY_GOAL = 100  # MB above the idle process
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)

# What an expert would type: every table of the schema that can hold something about a person,
# with all columns but the credentials.
_BY_HAND = {
    "account": """SELECT id, name, company, tax_id, buyer_reference, street, postcode, city, region,
        country, reseller, created_at, active_at, confirmed_at, cancelled_at, restricted_at,
        erasure_asked_at
        FROM accounts_account JOIN accounts_subject USING (id) WHERE id = %(account)s""",
    "person": """SELECT id, last_login, is_superuser, email, title, name, phone, language,
        created_at, last_seen_at, confirmed_at, is_active, is_staff, staff_role,
        restricted_at, erasure_asked_at
        FROM accounts_person JOIN accounts_subject USING (id) WHERE id = %(person)s""",
    "membership": """SELECT * FROM accounts_membership
        WHERE account_id = %(account)s OR person_id = %(person)s ORDER BY id""",
    "signin": "SELECT * FROM accounts_signin WHERE person_id = %(person)s ORDER BY id",
    "session": """SELECT expire_date, person_id, created_at FROM accounts_session
        WHERE person_id = %(person)s ORDER BY session_key""",
    "activity": "SELECT * FROM accounts_activity WHERE account_id = %(account)s ORDER BY id",
    "message": """SELECT * FROM messaging_message
        WHERE account_id = %(account)s OR person_id = %(person)s ORDER BY id""",
    "service": "SELECT * FROM services_service WHERE account_id = %(account)s ORDER BY id",
    "invoice": "SELECT * FROM billing_invoice WHERE account_id = %(account)s ORDER BY id",
    "invoice_line": "SELECT * FROM billing_invoiceline WHERE account_id = %(account)s ORDER BY id",
    "invoice_tax": "SELECT * FROM billing_invoicetax WHERE account_id = %(account)s ORDER BY id",
    "reminder": "SELECT * FROM billing_reminder WHERE account_id = %(account)s ORDER BY id",
    "transaction": "SELECT * FROM billing_transaction WHERE account_id = %(account)s ORDER BY id",
    "posting": "SELECT * FROM billing_posting WHERE account_id = %(account)s ORDER BY id",
    "dunning_rest": "SELECT * FROM billing_dunningrest WHERE account_id = %(account)s ORDER BY id",
    "irregularity": "SELECT * FROM billing_irregularity WHERE account_id = %(account)s ORDER BY id",
    "term": "SELECT * FROM services_term WHERE account_id = %(account)s ORDER BY id",
    "own_price": "SELECT * FROM services_ownprice WHERE account_id = %(account)s ORDER BY id",
    "charge": "SELECT * FROM services_charge WHERE account_id = %(account)s ORDER BY id",
    "suspension": "SELECT * FROM services_suspension WHERE account_id = %(account)s ORDER BY id",
    "cancellation": """SELECT * FROM services_cancellation
        WHERE account_id = %(account)s ORDER BY id""",
    "order": "SELECT * FROM orders_order WHERE account_id = %(account)s ORDER BY id",
    "order_line": "SELECT * FROM orders_orderline WHERE account_id = %(account)s ORDER BY id",
    "quote": "SELECT * FROM orders_quote WHERE account_id = %(account)s ORDER BY id",
    "quote_line": "SELECT * FROM orders_quoteline WHERE account_id = %(account)s ORDER BY id",
    "vat_check": "SELECT * FROM tax_vatcheck WHERE account_id = %(account)s ORDER BY id",
    "sign": "SELECT * FROM tax_sign WHERE account_id = %(account)s ORDER BY id",
    "local_tax": "SELECT * FROM tax_localtax WHERE account_id = %(account)s ORDER BY id",
    "certificate": "SELECT * FROM tax_certificate WHERE account_id = %(account)s ORDER BY id",
    "payment_method": """SELECT * FROM gateways_paymentmethod
        WHERE account_id = %(account)s ORDER BY id""",
    "mandate": "SELECT * FROM sepa_mandate WHERE account_id = %(account)s ORDER BY id",
    "collection": "SELECT * FROM sepa_collection WHERE account_id = %(account)s ORDER BY id",
    "payment_attempt": """SELECT * FROM gateways_paymentattempt
        WHERE account_id = %(account)s ORDER BY id""",
    "gateway_event": """SELECT id, account_id, gateway, name, what, told_at, received_at, raw,
        handled_at, settled_at FROM gateways_gatewayevent
        WHERE account_id = %(account)s ORDER BY id""",
    "bank_line": "SELECT * FROM bank_bankline WHERE account_id = %(account)s ORDER BY id",
    "payment": "SELECT * FROM billing_payment WHERE account_id = %(account)s ORDER BY id",
    "ticket": "SELECT * FROM support_ticket WHERE account_id = %(account)s ORDER BY id",
    "ticket_message": """SELECT * FROM support_ticketmessage
        WHERE account_id = %(account)s ORDER BY id""",
    "consent": "SELECT * FROM gates_consentevent WHERE person_id = %(person)s ORDER BY id",
    "disclosure": """SELECT * FROM gates_disclosure
        WHERE subject_id IN (%(account)s, %(person)s) ORDER BY id""",
    "hold": """SELECT * FROM erasure_hold
        WHERE subject_id IN (%(account)s, %(person)s) ORDER BY id""",
    "invitation": """SELECT id, account_id, invited_by_id, accepted_by_id, email, scopes,
        created_at, expires_at, accepted_at, withdrawn_at
        FROM accounts_invitation WHERE account_id = %(account)s ORDER BY id""",
    "finding": "SELECT * FROM accounts_finding WHERE person_id = %(person)s ORDER BY id",
    "preferences": "SELECT * FROM accounts_preferences WHERE person_id = %(person)s ORDER BY id",
    "inquiry": "SELECT * FROM support_inquiry WHERE person_id = %(person)s ORDER BY id",
    "request": """SELECT * FROM requests_rightsrequest
        WHERE subject_id IN (%(account)s, %(person)s) ORDER BY id""",
    "identity_proof": """SELECT id, subject_id, request_id, content_type, received_at
        FROM requests_identityproof WHERE subject_id IN (%(account)s, %(person)s) ORDER BY id""",
    "request_mail": """SELECT id, subject_id, request_id, arrived_at
        FROM requests_requestmail WHERE subject_id IN (%(account)s, %(person)s) ORDER BY id""",
    "staff_read": """SELECT * FROM gates_staffread
        WHERE subject_id IN (%(account)s, %(person)s) ORDER BY id""",
    "read_limit": "SELECT * FROM gates_readlimit WHERE person_id = %(person)s ORDER BY id",
    "acceptance": "SELECT * FROM gates_acceptance WHERE person_id = %(person)s ORDER BY id",
    "acknowledgement": """SELECT * FROM gates_acknowledgement
        WHERE person_id = %(person)s ORDER BY id""",
    "site_consent": "SELECT * FROM gates_siteconsent WHERE person_id = %(person)s ORDER BY id",
    "copy": """SELECT id, person_id, format, asked_at, ready_at, expires_at, fetched_at
        FROM copies_copy WHERE person_id = %(person)s ORDER BY id""",
    "email_address": "SELECT * FROM account_emailaddress WHERE user_id = %(person)s ORDER BY id",
    "email_confirmation": """SELECT c.id, c.email_address_id, c.created, c.sent
        FROM account_emailconfirmation c JOIN account_emailaddress e ON e.id = c.email_address_id
        WHERE e.user_id = %(person)s ORDER BY c.id""",
    "authenticator": """SELECT id, user_id, type, created_at, last_used_at
        FROM mfa_authenticator WHERE user_id = %(person)s ORDER BY id""",
    "social_account": """SELECT * FROM socialaccount_socialaccount
        WHERE user_id = %(person)s ORDER BY id""",
    "social_token": """SELECT t.id, t.account_id, t.expires_at FROM socialaccount_socialtoken t
        JOIN socialaccount_socialaccount a ON a.id = t.account_id
        WHERE a.user_id = %(person)s ORDER BY t.id""",
    "site_token": """SELECT id, type, client_id, user_id, created_at, expires_at, scopes
        FROM allauth_idp_oidc_token WHERE user_id = %(person)s ORDER BY id""",
    "person_group": """SELECT * FROM accounts_person_groups
        WHERE person_id = %(person)s ORDER BY id""",
    "person_permission": """SELECT * FROM accounts_person_user_permissions
        WHERE person_id = %(person)s ORDER BY id""",
    "admin_log": "SELECT * FROM django_admin_log WHERE user_id = %(person)s ORDER BY id",
}


Write = Callable[[Person, IO[bytes]], object]


def run(*, rows: int = 10_001, many_rows: int = 1_000_001, rounds: int = 21) -> None:
    with database.fresh(), tempfile.TemporaryDirectory() as directory:
        [person] = add_subjects(1, rows=rows)
        database.settle()
        ours, by_hand, plain = (
            partial(_write, write, Path(directory, "export"), person.pk)
            for write in (_export, _zip_by_hand, _fetch_by_hand)
        )
        result = by_turns(ours, by_hand, rounds=rounds)
        result.show(f"export: a subject with {rows:,} rows, beside json_agg into a zip", goal=GOAL)
        by_turns(ours, plain, rounds=rounds).show("the same, beside json_agg into a plain file")

    with database.fresh(), tempfile.TemporaryDirectory() as directory:
        [person] = add_subjects(1, rows=many_rows)
        database.settle()
        print(f"export: a subject with {many_rows:,} rows, in a process of its own")
        path = Path(directory, "export")
        memory = watch_memory(partial(_write, _export, path, person.pk))
        assert _rows_in(path) == many_rows + 3  # the person, the account and the membership
        by_hand_memory = watch_memory(partial(_write, _zip_by_hand, path, person.pk))
        print(f"  ours     {memory}")
        print(f"  by hand  {by_hand_memory}")
        show_goal(f"peak within {MEMORY_GOAL} MB of idle", memory.growth <= MEMORY_GOAL)


def _write(write: Write, path: Path, pk: int) -> None:
    with path.open("wb") as output:
        write(Person.objects.get(pk=pk), output)


def _rows_in(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        files = json.loads(archive.read("manifest.json"))["files"]
    return sum(file["rows"] for file in files)


def _export(person: Person, output: IO[bytes]) -> None:
    export(person, output, format="json", at=AT)


def _zip_by_hand(person: Person, output: IO[bytes]) -> None:
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, rows in _fetched(person):
            archive.writestr(f"{name}.json", rows)


def _fetch_by_hand(person: Person, output: IO[bytes]) -> None:
    for _, rows in _fetched(person):
        output.write(rows.encode())


def _fetched(person: Person) -> Iterator[tuple[str, str]]:
    """Each table's rows as JSON text."""
    values = {"person": person.pk, "account": person.pk - database.PEOPLE_FROM}
    with transaction.atomic(), connection.cursor() as cursor:
        for name, query in _BY_HAND.items():
            # As text: psycopg would make Python objects of JSON.
            cursor.execute(f"SELECT coalesce(json_agg(r), '[]')::text FROM ({query}) r", values)
            (rows,) = cursor.fetchone()
            yield name, rows
