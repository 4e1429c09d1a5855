"""Personal data leaves the database by the plan and in no other way."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import troth

PACKAGE = Path(troth.__file__).parent

# Where rows are deleted that no rule of the policy keeps, and why.
ALLOWED = {
    "policy/sql.py": "the plan itself",
    "wall/build.py": "policies of PostgreSQL's, while columns change",
    "accounts/cache.py": "what is counted for minutes, under keyed hashes",
    "accounts/tasks.py": "what the cache no longer needs",
    "accounts/email.py": "an address that was proposed and is given up for another",
    "accounts/end_sessions.py": "sessions that end as the person wants",
    "copies/copy.py": "a copy whose day is over, which holds nothing that is not held elsewhere",
    "gates/allow_site.py": "what a site may learn and its tokens, taken back by the person",
    "accounts/tell_preferences.py": "what the person told of their own accord, once they empty it",
    "people/note_finding.py": "what staff found about a customer, once they take it back",
    "gates/answer_look.py": "a question whether staff may look, answered with no",
    "services/take_back_charge.py": "what staff put on the next invoice, and take off again",
    "tax/take_back_certificate.py": "a certificate that staff take back",
    "gates/read.py": "a look that was asked for, once it is had",
    "gates/limit_reading.py": "a limit that the person has lifted",
    "gates/decide_again.py": "the same, where a restored backup still has it",
    "journal/take_up.py": "checkpoints of a second history, kept in a file; they name nobody",
    "requests/mailbox/mailbox.py": "mails in the mailbox, which is no table",
    "requests/mailbox/delete_mails.py": "mails of requests that are done, and the notes of them",
    "requests/join.py": "a mail whose text is in the request that it belongs to",
    "identity/security.py": "a session that its person ends",
    "identity/social.py": "a way to sign in, taken away by the person",
    "gates/sites.py": "a site that the provider runs no longer, and what it might learn",
    "files/doom.py": "notes of files whose rows are gone",
    "requests/close.py": "proofs, and mails of nobody known, with the decision that they were for",
    "requests/mailbox/read_mailbox.py": "notes of mails that the mailbox no longer has",
    "messaging/deliver.py": "a message of nobody, once it is sent",
    "identity/recover.py": "second factors of somebody who has lost them",
    "identity/codes.py": "a code that a site has not used yet, in the cache",
    "identity/end_access.py": "what sites hold of somebody who has another password now",
    "identity/site_urls.py": "what a code that came twice had let a site have",
    "accounts/sessions.py": "a session, when it is signed out of",
    "identity/shut_out.py": "ways in from before the address was confirmed",
    "identity/not_me.py": "ways in that somebody says are not theirs",
    "requests/wording.py": "a wording of the provider's own, given up for the shipped one",
    "people/remove_ended_invitations.py": "one that came to nothing, a week after its end",
    "people/withdraw_access.py": "a place in an account, which its log remembers",
    "billing/at_home.py": "lines that are staged, in a table of the transaction's own",
    "billing/dunning/dun.py": "the same",
    "billing/issue.py": "the same",
    "billing/treat.py": "the same",
    "services/charge_due.py": "the same",
    "gateways/charge.py": "the same",
    "gateways/sepa/take_back_file.py": "a file of direct debits that no bank has got",
    "gateways/paypal/gateway.py": "a payment method at PayPal, which the customer gave up",
    "gateways/stripe/gateway.py": "a customer at Stripe, whom it is asked to forget",
    "billing/dunning/remove_step.py": "a step of dunning, which is about nobody",
    "catalog/link.py": "what goes with a product, which is about nobody",
    "catalog/take_back_price.py": "a price that has not begun, which is about nobody",
    "orders/set_review.py": "a rule for looking at orders, which is about nobody",
    "testing/backup.py": "what a test restores over",
    "testing/release.py": "a database that a test has made",
    "testing/paypal/server.py": "a payment method at the stand-in for PayPal",
    "testing/imap.py": "mails in the mailbox of the tests",
    "demo/start_over.py": "the demo's own data, when it starts over",
}

_SQL = re.compile(r"\s*(DELETE|TRUNCATE|DROP) ")


def deletions(tree: ast.AST) -> Iterator[int]:
    """Lines that delete rows: a call of `.delete()`, or SQL that deletes, truncates or drops."""
    for node in ast.walk(tree):
        called = node.attr if isinstance(node, ast.Attribute) else ""
        text = str(node.value) if isinstance(node, ast.Constant) else ""
        if called in ("delete", "_raw_delete", "adelete") or _SQL.match(text):
            yield node.lineno  # type: ignore[attr-defined]


def test_no_other_code_deletes() -> None:
    found = {
        f"{name}:{line}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if "tests" not in path.parts and "migrations" not in path.parts
        for name in [str(path.relative_to(PACKAGE))]
        if name not in ALLOWED and path.name != "urls.py"  # which names views
        for line in deletions(ast.parse(path.read_text()))
    }
    assert found == set()


def test_the_exceptions_are_still_needed() -> None:
    for name in ALLOWED:
        assert list(deletions(ast.parse((PACKAGE / name).read_text()))), name
