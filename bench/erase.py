"""Erase one subject with a long history, evidence included."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from bench import database
from bench.measure import by_turns
from bench.subject import OTHERS, add_subjects
from troth.accounts.models import Account, Person
from troth.erasure.erase import erase
from troth.journal.models import Entry

GOAL = 2.0
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)

# What an expert would type for this schema. Every table that can hold something about a person
# has its statement, for nobody knows beforehand where this one has rows.
_BY_HAND = """
    DELETE FROM accounts_activity WHERE account_id = %(account)s;
    UPDATE accounts_activity SET person_id = NULL, ip = NULL WHERE person_id = %(person)s;
    DELETE FROM messaging_message WHERE account_id = %(account)s OR person_id = %(person)s;
    DELETE FROM support_ticketmessage WHERE account_id = %(account)s;
    UPDATE support_ticketmessage SET author_id = NULL, author_name = '', author_ip = NULL
        WHERE author_id = %(person)s;
    DELETE FROM support_ticket WHERE account_id = %(account)s;
    UPDATE support_ticket SET opened_by_id = NULL WHERE opened_by_id = %(person)s;
    DELETE FROM tax_vatcheck WHERE account_id = %(account)s;
    DELETE FROM tax_sign WHERE account_id = %(account)s;
    DELETE FROM tax_localtax WHERE account_id = %(account)s;
    DELETE FROM tax_certificate WHERE account_id = %(account)s;
    DELETE FROM orders_quoteline WHERE account_id = %(account)s;
    DELETE FROM orders_quote WHERE account_id = %(account)s;
    DELETE FROM orders_orderline WHERE account_id = %(account)s;
    DELETE FROM orders_order WHERE account_id = %(account)s;
    UPDATE orders_order SET person_id = NULL WHERE person_id = %(person)s;
    UPDATE orders_order SET handled_by_id = NULL WHERE handled_by_id = %(person)s;
    DELETE FROM services_charge WHERE account_id = %(account)s;
    DELETE FROM services_ownprice WHERE account_id = %(account)s;
    DELETE FROM services_term WHERE account_id = %(account)s;
    DELETE FROM services_suspension WHERE account_id = %(account)s;
    DELETE FROM services_cancellation WHERE account_id = %(account)s;
    UPDATE services_cancellation SET person_id = NULL WHERE person_id = %(person)s;
    DELETE FROM services_service WHERE account_id = %(account)s;
    DELETE FROM billing_dunningrest WHERE account_id = %(account)s;
    DELETE FROM billing_irregularity WHERE account_id = %(account)s;
    DELETE FROM gates_disclosure WHERE subject_id IN (%(account)s, %(person)s);
    DELETE FROM erasure_hold WHERE subject_id IN (%(account)s, %(person)s);
    DELETE FROM requests_identityproof WHERE subject_id IN (%(account)s, %(person)s);
    DELETE FROM requests_requestmail WHERE subject_id IN (%(account)s, %(person)s);
    DELETE FROM requests_rightsrequest WHERE subject_id IN (%(account)s, %(person)s);
    UPDATE requests_rightsrequest SET person_id = NULL, sender = '', mail_id = NULL
        WHERE person_id = %(person)s;
    UPDATE requests_rightsrequest SET handler_id = NULL WHERE handler_id = %(person)s;
    UPDATE requests_rightsrequest SET verifier_id = NULL WHERE verifier_id = %(person)s;
    DELETE FROM gates_staffread WHERE subject_id IN (%(account)s, %(person)s);
    UPDATE gates_staffread SET staff_id = NULL WHERE staff_id = %(person)s;
    DELETE FROM gates_readlimit WHERE person_id = %(person)s;
    DELETE FROM gates_acknowledgement WHERE person_id = %(person)s;
    DELETE FROM gates_acceptance WHERE person_id = %(person)s;
    DELETE FROM gates_siteconsent WHERE person_id = %(person)s;
    DELETE FROM copies_copy WHERE person_id = %(person)s;
    DELETE FROM gates_consentevent WHERE person_id = %(person)s;
    DELETE FROM support_inquiry WHERE person_id = %(person)s;
    DELETE FROM accounts_finding WHERE person_id = %(person)s;
    DELETE FROM accounts_preferences WHERE person_id = %(person)s;
    DELETE FROM accounts_signin WHERE person_id = %(person)s;
    DELETE FROM accounts_session WHERE person_id = %(person)s;
    DELETE FROM account_emailconfirmation WHERE email_address_id IN
        (SELECT id FROM account_emailaddress WHERE user_id = %(person)s);
    DELETE FROM account_emailaddress WHERE user_id = %(person)s;
    DELETE FROM mfa_authenticator WHERE user_id = %(person)s;
    DELETE FROM socialaccount_socialtoken WHERE account_id IN
        (SELECT id FROM socialaccount_socialaccount WHERE user_id = %(person)s);
    DELETE FROM socialaccount_socialaccount WHERE user_id = %(person)s;
    DELETE FROM allauth_idp_oidc_token WHERE user_id = %(person)s;
    UPDATE allauth_idp_oidc_client SET owner_id = NULL WHERE owner_id = %(person)s;
    DELETE FROM accounts_person_groups WHERE person_id = %(person)s;
    DELETE FROM accounts_person_user_permissions WHERE person_id = %(person)s;
    DELETE FROM django_admin_log WHERE user_id = %(person)s;
    DELETE FROM accounts_invitation WHERE account_id = %(account)s;
    UPDATE accounts_invitation SET invited_by_id = NULL WHERE invited_by_id = %(person)s;
    UPDATE accounts_invitation SET accepted_by_id = NULL, email = ''
        WHERE accepted_by_id = %(person)s;
    DELETE FROM accounts_membership WHERE account_id = %(account)s OR person_id = %(person)s;
    UPDATE sepa_collection SET account_id = NULL, attempt_id = NULL WHERE account_id = %(account)s;
    DELETE FROM sepa_mandate WHERE account_id = %(account)s;
    DELETE FROM gateways_paymentattempt WHERE account_id = %(account)s;
    UPDATE gateways_paymentattempt SET method_id = NULL WHERE method_id IN (
        SELECT id FROM gateways_paymentmethod WHERE account_id = %(account)s);
    DELETE FROM gateways_paymentmethod WHERE account_id = %(account)s;
    DELETE FROM gateways_gatewayevent WHERE account_id = %(account)s;
    UPDATE billing_invoiceline SET account_id = NULL WHERE account_id = %(account)s;
    UPDATE billing_invoicetax SET account_id = NULL WHERE account_id = %(account)s;
    UPDATE billing_reminder SET account_id = NULL WHERE account_id = %(account)s;
    UPDATE billing_invoice SET account_id = NULL WHERE account_id = %(account)s;
    UPDATE billing_payment SET account_id = NULL WHERE account_id = %(account)s;
    UPDATE billing_posting SET account_id = NULL WHERE account_id = %(account)s;
    UPDATE billing_transaction SET account_id = NULL WHERE account_id = %(account)s;
    UPDATE bank_bankline SET account_id = NULL WHERE account_id = %(account)s;
    DELETE FROM accounts_account WHERE id = %(account)s;
    DELETE FROM accounts_person WHERE id = %(person)s;
    DELETE FROM accounts_subject WHERE id IN (%(account)s, %(person)s);
    INSERT INTO journal_entry (receipt, at, event, rule, subject) VALUES
        (%(receipt)s, %(at)s, 'person.erased', 'right.erase', %(pseudonym)s)
"""


def run(*, rows: int = 10_001, rounds: int = 21) -> None:
    with database.fresh():
        people = iter(add_subjects(2 * (rounds + 1), rows=rows))
        database.settle()
        result = by_turns(
            lambda: erase(next(people), at=AT),
            lambda: _erase_by_hand(next(people)),
            rounds=rounds,
        )
        assert not Account.objects.filter(pk__gt=OTHERS).exists()
        assert Entry.objects.filter(event="person.erased").count() == 2 * (rounds + 1)
        result.show(f"erase: a subject with {rows:,} rows in twelve tables", goal=GOAL)


def _erase_by_hand(person: Person) -> None:
    values: dict[str, Any] = {
        "person": person.pk,
        "account": person.pk - database.PEOPLE_FROM,
        "pseudonym": person.pseudonym,
        "receipt": uuid4(),
        "at": AT,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _BY_HAND.split(";"):
            cursor.execute(statement, values)
