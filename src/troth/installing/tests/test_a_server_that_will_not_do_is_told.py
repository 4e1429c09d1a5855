"""A database or a mail server that will not do says so in one line, before anything is kept."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from django.db import connection

from troth.core.errors import TrothError, UsageError
from troth.installing.try_database import try_database
from troth.installing.try_mail import try_mail
from troth.testing.mail import Mailbox
from troth.testing.port import free_port

# Its own remark on what is done here on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


def url(**other: str) -> str:
    """The tests' own server as `DATABASE_URL` names it, but for what is told."""
    known = connection.get_connection_params()
    user = other.get("user") or str(known.get("user") or "")
    name = other.get("name") or str(known["dbname"])
    where = {word: str(known[word]) for word in ("host", "port") if known.get(word)}
    return f"postgresql://{quote(user)}@/{quote(name)}?{urlencode(where)}"


@pytest.fixture
def latin() -> Iterator[str]:
    """A database in which most of the world's names cannot be written."""
    made = "latin_letters"
    with psycopg.connect(url(), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {made}")
        server.execute(f"CREATE DATABASE {made} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        yield made
        server.execute(f"DROP DATABASE {made}")


@pytest.mark.django_db(transaction=True)
def test_our_own_will_do() -> None:
    try_database(url())


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_not_there() -> None:
    with pytest.raises(TrothError, match="There is no such database on the server"):
        try_database(url(name="nowhere"))


@pytest.mark.django_db(transaction=True)
def test_one_that_takes_not_every_letter(latin: str) -> None:
    with pytest.raises(TrothError, match=f"CREATE DATABASE {latin} ENCODING 'UTF8'"):
        try_database(url(name=latin))


@pytest.fixture
def stranger() -> Iterator[str]:
    """A user who owns nothing."""
    name = "a_plain_role"
    with psycopg.connect(url(), autocommit=True) as server:
        server.execute(f"DROP ROLE IF EXISTS {name}")
        server.execute(f"CREATE ROLE {name} LOGIN")
        yield name
        server.execute(f"DROP ROLE {name}")


@pytest.mark.django_db(transaction=True)
def test_one_that_lets_us_make_no_tables(stranger: str) -> None:
    with pytest.raises(TrothError, match=f"ALTER DATABASE .* OWNER TO {stranger};"):
        try_database(url(user=stranger))


@pytest.mark.parametrize(
    ("typed", "kind", "why"),
    [
        ("mysql://host/name", UsageError, "DATABASE_URL must look like"),
        ("postgresql://127.0.0.1:1/troth", TrothError, "No PostgreSQL answers there"),
        ("postgresql://127.0.0.1:1/troth?colour=blue", UsageError, "an option"),
        ("postgresql://we:100%ig@127.0.0.1:1/troth", UsageError, "written as %25"),
    ],
)
def test_what_is_none_or_does_not_answer(typed: str, kind: type[TrothError], why: str) -> None:
    with pytest.raises(kind, match=why) as told:
        try_database(typed)
    assert "\n" not in str(told.value)


@pytest.fixture
def guarded() -> Iterator[str]:
    """A mail server that takes only whom it knows; host and port."""

    def known(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=given == LoginPassword(b"we", b"right"), handled=False)

    port = free_port()
    server = Controller(
        Mailbox(),
        hostname="127.0.0.1",
        port=port,
        authenticator=known,
        auth_required=True,
        auth_require_tls=False,
    )
    server.start()
    yield f"127.0.0.1:{port}"
    server.stop()


def test_a_mail_server_that_takes_us(guarded: str) -> None:
    try_mail(f"smtp://we:right@{guarded}")


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("smtp://we:wrong@", "", "does not accept this user"),
        ("smtp://we:right@", "?tls=starttls", "agree on no TLS"),
        ("smtp://we:right@", "?tls=implicit", "agree on no TLS"),
    ],
)
def test_one_that_does_not(guarded: str, before: str, after: str, why: str) -> None:
    with pytest.raises(TrothError, match=why) as told:
        try_mail(f"{before}{guarded}{after}")
    assert "wrong" not in str(told.value) and "right" not in str(told.value)


def test_one_that_takes_no_mail_from_strangers(guarded: str) -> None:
    try_mail(f"smtp://we:right@{guarded}", sender="service@höst.example")
    with pytest.raises(TrothError, match="takes no mail from us"):
        try_mail(f"smtp://{guarded}", sender="service@host.example")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("smtp://127.0.0.1:1", "No mail server answers there"),
        ("smtp://mail..example", "no host that there can be"),
    ],
)
def test_one_that_is_not_there(url: str, why: str) -> None:
    with pytest.raises(TrothError, match=why):
        try_mail(url)
