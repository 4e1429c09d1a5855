import ast
from collections.abc import Iterator
from pathlib import Path

import troth

PACKAGE = Path(troth.__file__).parent
# What an installation has once, however many providers it serves.
INSTALLATION = {
    "ALLOWED_HOSTS": "the server in front",
    "AUTHENTICATION_BACKENDS": "how people sign in",
    "AUTH_USER_MODEL": "what people are",
    "AWAITED": "which room knows what money is on its way",
    "BEFORE_ERASURE": "what is settled before somebody goes",
    "CALLS": "which class makes which calls",
    "CALLS_AT_ONCE": "how much a worker does at once",
    "COUNTRY_HEADER": "the server in front",
    "DEBUG": "whether this is an installation at all",
    "DATA_UPLOAD_MAX_MEMORY_SIZE": "how much a process takes in",
    "DEVICE_COOKIE_NAME": "what browsers call it",
    "DIRECT_DATABASE_URL": "the database",
    "FILE_UPLOAD_MAX_MEMORY_SIZE": "how much a process takes in",
    "LANGUAGES": "the languages that are translated",
    "LANGUAGE_CODE": "the language without any other",
    "LOGIN_URL": "the name of a page",
    "MAIL_URL": "what the doctor tries, of the provider whose settings these are",
    "MAIL_ANSWERS": "which functions take answers to mails",
    "MAIL_FILES": "which function makes the files of a mail",
    "ORDERS_NAMED": "which room finds orders in what payers write",
    "PAYS_BACK": "which rooms pay back what they brought",
    "SET_ASIDE_AGAIN": "which rooms owe again what has not gone back",
    "PLAIN_HTTP": "the server in front",
    "PROVIDER": "",  # read by `provider.py` alone
    "SECRET_KEY": "the installation's; `salt` keeps apart what it signs for each provider",
    "SECRET_KEY_FALLBACKS": "as SECRET_KEY",
    "SECURE_CSP": "what pages load",
    "SESSION_COOKIE_SECURE": "the server in front",
    "SESSION_HOURS": "how long a browser stays signed in",
    "STAFF_SESSION_HOURS": "as SESSION_HOURS",
    "THIRD_PARTIES": "which functions say whom plug-ins tell something",
    "TROTH_HOME": "the directory of the installation",
    "TRUSTED_PROXIES": "the server in front",
    "WHEN_PAID": "which rooms hear of what is paid",
    "TAKEN_BY": "which room takes by itself what is owed",
}
_SIGNS = {"salted_hmac", "Signer", "TimestampSigner"}


def _sources() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE)
        # The settings themselves, and what stands in for them in tests.
        apart = {"tests", "testing", "proofs", "migrations", "settings.py", "conftest.py"}
        if not apart & {*name.parts}:
            yield str(name), ast.parse(path.read_text())


def _reads(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The settings read in a file, each with its line: as an attribute, or by `getattr`."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name("settings"), attr=name) if name.isupper():
                yield node.lineno, name
            case ast.Call(
                func=ast.Name("getattr"), args=[ast.Name("settings"), ast.Constant(name), *_]
            ):
                yield node.lineno, str(name)


def _signs(tree: ast.AST) -> Iterator[tuple[int, bool]]:
    """Where something is signed or hashed with the key, and whether its salt is the provider's."""
    for node in ast.walk(tree):
        name = node.func if isinstance(node, ast.Call) else None
        called = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
        if isinstance(node, ast.Call) and called in _SIGNS:
            named = [word.value for word in node.keywords if word.arg == "salt"]
            given = [*named, *node.args]
            first = given[0] if given else None
            if isinstance(first, ast.Name):  # of what is made of several keys
                first = _assigned(tree, first.id)
            own = isinstance(first, ast.Call) and getattr(first.func, "id", "") == "salt"
            yield node.lineno, own


def _assigned(tree: ast.AST, name: str) -> ast.expr | None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            return node.value
    return None


def test_nothing_else_reads_them() -> None:
    elsewhere = [
        f"{file}:{line} {name}"
        for file, tree in _sources()
        if file != "core/provider.py"
        for line, name in _reads(tree)
        if not INSTALLATION.get(name)
    ]
    assert elsewhere == []


def test_whatever_is_signed_carries_the_provider() -> None:
    signed = [(file, *found) for file, tree in _sources() for found in _signs(tree)]
    assert len(signed) >= 9
    assert [f"{file}:{line}" for file, line, own in signed if not own] == []
