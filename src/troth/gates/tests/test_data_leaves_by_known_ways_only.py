"""Nothing is sold, leased or let out by the way: the code that reaches others is listed here.

Recipients are plug-ins, which learn the name that they gave somebody themselves. A provider that
people sign in through is asked, and told nothing.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import troth

PACKAGE = Path(troth.__file__).parent

# What opens a connection to elsewhere.
_REACHES = {
    *("aiohttp", "ftplib", "http.client", "httpx", "imap_tools", "imaplib", "requests", "smtplib"),
    *("socket", "ssl", "subprocess", "urllib.request", "urllib3", "django.core.mail"),
    "troth.core.ask_outside",
}
# Where that is done, and whom it reaches.
KNOWN = {
    "core/ask_outside.py": "whom its callers ask, who stand here as well",
    "cli/outside.py": "whoever keeps checkpoints of the journal, who is asked for them",
    "cli/serve.py": "those who open its pages",
    "core/postgres/account.py": "the platform's own database",
    "core/postgres/cluster.py": "the platform's own database",
    "requests/mailbox/mailbox.py": "the provider's own mailbox, which is read and cleared",
    "requests/mailbox/access_token.py": "the server that opens the provider's own mailbox",
    "requests/mailbox/read_apart.py": "a process of the platform's own, which reads a mail",
    "identity/social.py": "the provider that the person signs in through, which is asked",
    "journal/ask_witness.py": "the journal's witnesses, who are sent hashes and signatures of it",
    "messaging/deliver.py": "the person whom a message is to, past the gate; registered on the way",
    "messaging/sms.py": "the service for text messages, which deliver.py registers as well",
    "gateways/stripe/client.py": "Stripe, under leave of the gate; its library asks by this alone",
    "tax/vies.py": "the tax authorities of the Union, which calls.work registers",
    "tax/fetch_exchange_rates.py": "the European Central Bank, which is asked for its rates",
    "messaging/smtp.py": "the mail server that the latter uses",
}


def reached(tree: ast.AST) -> Iterator[str]:
    """The modules imported that reach others."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            if any(name == known or name.startswith(f"{known}.") for known in _REACHES):
                yield name


def test_no_other_code_reaches_anybody() -> None:
    found = {
        name
        for path in sorted(PACKAGE.rglob("*.py"))
        if not {"proofs", "tests", "testing"} & {*path.parts}
        for name in [str(path.relative_to(PACKAGE))]
        if [*reached(ast.parse(path.read_text()))]
    }
    assert found == set(KNOWN)
