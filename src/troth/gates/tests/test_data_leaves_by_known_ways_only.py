"""Nothing is sold or let out by the way: whoever reaches anybody says whom, and stands here.

That nothing connects without saying so, whatever it imports, each test sees to: see
`testing/connections.py`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import troth

PACKAGE = Path(troth.__file__).parent

BY_NAMES = "a third party, by its own names and our keys for payments"
# Whom code reaches that tells them of nobody; `share` reaches those that a policy names.
KNOWN = {
    "cli/outside.py": ["whoever keeps checkpoints of the journal, who is told nothing"],
    "cli/serve.py": ["those who open its pages"],
    "core/postgres/account.py": ["the users of this machine"],
    "core/postgres/cluster.py": ["the platform's own database"] * 2,
    "einvoice/pdf.py": ["a program of this machine, which knows where Pango is"],
    "erasure/forget.py": ["a recipient, who is told to forget what it was told"],
    "gates/share.py": ["a recipient, by its rule", "what is the provider's own"],
    "gateways/ask_check.py": [BY_NAMES] * 2,
    "gateways/ask_gateway.py": [BY_NAMES] * 3,
    "gateways/ask_payout.py": [BY_NAMES],
    "gateways/ask_standing.py": [BY_NAMES],
    "gateways/by_names_alone.py": ["whom a plug-in is of, which is told names alone"],
    "gateways/charge_alike.py": ["whom a plug-in is of, which is told names alone"],
    "gateways/look_up.py": [BY_NAMES],
    "gateways/paypal/signature.py": ["paypal"],  # for its certificate; it is told nothing
    "identity/social.py": ["the provider that a person signs in through, which is told nothing"],
    "installing/doctor.py": ["the site itself"],
    "installing/postgres_tools.py": [
        "a program of this machine, which is asked for its version",
        *["the platform's own database"] * 2,
    ],
    "installing/try_database.py": ["the platform's own database"],
    "installing/try_mail.py": ["the mail server, which is told nothing"],
    "journal/ask_witness.py": ["a witness, who is sent hashes and signatures of the journal"],
    "requests/mailbox/access_token.py": ["the server that opens the provider's own mailbox"],
    "requests/mailbox/mailbox.py": ["the provider's own mailbox"],
    "requests/mailbox/read_apart.py": ["a process of the platform's own, which reads a mail"],
    "tax/fetch_exchange_rates.py": ["the European Central Bank, which is told nothing"],
}
# Where the sentence is the name of whom a rule names.
_NAMES = {
    "to.name": "a recipient, by its rule",
    **dict.fromkeys(("check", "gateway", "of"), BY_NAMES),
    "of.recipient.name": "whom a plug-in is of, which is told names alone",
    "request.recipient": "a recipient, who is told to forget what it was told",
}
_WAYS = {"reaching", "by_names_alone"}


def reached(tree: ast.AST) -> Iterator[str]:
    """Whom a module says that it reaches."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in _WAYS:
            (whom,) = node.args
            said = whom.value if isinstance(whom, ast.Constant) else ast.unparse(whom)
            yield _NAMES.get(str(said), str(said))


def test_no_other_code_reaches_anybody() -> None:
    found = {
        str(path.relative_to(PACKAGE)): whom
        for path in sorted(PACKAGE.rglob("*.py"))
        if not {"proofs", "tests", "testing"} & {*path.parts}
        if (whom := sorted(reached(ast.parse(path.read_text()))))
    }
    assert found == KNOWN
