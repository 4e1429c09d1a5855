"""Settings that are addresses: of the database, of servers for mail and text messages."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit, urlunsplit

from troth.core.errors import UsageError
from troth.core.machine import THIS_MACHINE

# How a token to the mailbox is asked for, by what is known for it.
_GRANTS = {
    frozenset({"client_id", "client_secret", "scope"}): "client_credentials",
    frozenset({"client_id", "client_secret", "refresh_token"}): "refresh_token",
    frozenset({"key_file", "scope"}): "urn:ietf:params:oauth:grant-type:jwt-bearer",
}
_UNREADABLE = urlsplit("")
_IN_PASSWORDS = "# % / ? @ [ of a password are written as %23 %25 %2F %3F %40 %5B"


def database_from_url(
    url: str,
    name: str = "DATABASE_URL",
    otherwise: str = "unset it to use the embedded server",
) -> dict[str, object]:
    """Django's settings for `postgresql://user:password@host:port/name?option=value`.

    Raises UsageError, with the name of the setting, for another kind of database or none.
    """
    parts = _split(url)
    known = parts.scheme in ("postgres", "postgresql") and "@" not in parts.path
    if not known or not parts.path.strip("/"):
        raise UsageError(
            f"{name} must look like postgresql://user:password@host:5432/name, where "
            f"{_IN_PASSWORDS}; {otherwise}."
        )
    return {
        "ENGINE": "troth.core.database",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # Blank, it keeps PGHOSTADDR from leading elsewhere than to the host.
        "OPTIONS": {"hostaddr": ""} | dict(parse_qsl(parts.query)),
    }


def mailer_from_url(url: str) -> dict[str, object]:
    """Django's settings for `smtp://user:password@host:port?tls=starttls`, or `tls=implicit`.

    `file:DIRECTORY` writes each mail into a file instead. Raises UsageError for anything else.
    """
    parts = _split(url)
    if parts.scheme == "file" and parts.path:
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(Path(unquote(parts.path)).absolute())},
        }
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    tls = options.pop("tls", "")
    known = parts.scheme == "smtp" and tls in ("", "starttls", "implicit") and not options
    if not known or not parts.hostname or parts.path.strip("/"):
        raise UsageError(
            "MAIL_URL must look like smtp://user:password@mail.example:587?tls=starttls, where "
            f"{_IN_PASSWORDS}, or like file:mail to write into files."
        )
    return {
        "BACKEND": "troth.messaging.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or 25,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": tls == "starttls",
            "use_ssl": tls == "implicit",
            "timeout": 30,
        },
    }


def sms_from_url(url: str, *, token: str, sender: str) -> dict[str, Any]:
    """The plug-in that posts text messages to an address; empty for an empty one.

    Without TLS (`http://`) only on this machine: numbers would be readable on the way. Raises
    UsageError for anything else.
    """
    if not url:
        return {}
    parts = _split(url)
    if not parts.hostname or not (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)
    ):
        raise UsageError("TROTH_SMS_URL must be like https://sms.example/messages")
    options = {"url": url, "token": token, "sender": sender}
    return {"BACKEND": "troth.messaging.sms.HttpSms", "OPTIONS": options}


def mailbox_from_url(url: str, oauth: str = "") -> dict[str, Any]:
    """Where requests by e-mail arrive: `imaps://user:password@host:993/FOLDER?move=FOLDER`.

    oauth: how an access token is had in place of a password, as `oauth_from_url` reads it.
    Empty for an empty URL. Without TLS (`imap://`) only on this machine: the password would be
    readable on the way. Raises UsageError for anything else.
    """
    if not url:
        return {}
    parts = _split(url)
    options = dict(parse_qsl(parts.query))
    safe = parts.scheme == "imaps" or parts.hostname in THIS_MACHINE
    known = parts.scheme in ("imap", "imaps") and not options.keys() - {"move"}
    signs_in = parts.username and bool(parts.password) != bool(oauth)
    if not (known and safe and parts.hostname and signs_in):
        raise UsageError(
            "MAILBOX_URL must look like imaps://user:password@mail.example/INBOX, without the "
            "password where MAILBOX_OAUTH is set; imap:// without TLS is for a server on this "
            "machine."
        )
    return {
        "tls": parts.scheme == "imaps",
        "host": parts.hostname,
        "port": parts.port or (993 if parts.scheme == "imaps" else 143),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "oauth": oauth_from_url(oauth),
        "folder": unquote(parts.path.strip("/")) or "INBOX",
        "move": options.get("move", ""),
    }


def oauth_from_url(url: str) -> dict[str, str]:
    """How an access token to a mailbox is had (RFC 6749): where, as `url`, and what is sent.

    `https://host/token?client_id=ID&client_secret=SECRET&scope=SCOPE`, or `refresh_token=TOKEN`
    in place of the scope; or `https://host/token?key_file=FILE&scope=SCOPE` for who signs instead
    (RFC 7523). Empty for an empty URL. Raises UsageError for anything else.
    """
    if not url:
        return {}
    parts = _split(url)
    sent = dict(parse_qsl(parts.query))
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)
    grant = _GRANTS.get(frozenset(sent))
    if not (safe and parts.hostname and grant):
        raise UsageError(
            "MAILBOX_OAUTH must look like https://login.example/token?client_id=ID"
            "&client_secret=SECRET&scope=SCOPE, with refresh_token=TOKEN in place of the scope, or "
            "like https://login.example/token?key_file=FILE&scope=SCOPE."
        )
    return {"url": urlunsplit(parts._replace(query="")), "grant_type": grant, **sent}


def _split(url: str) -> SplitResult:
    """Its parts; all of them empty where it is none, as with a sign in a password that means
    something else in an address."""
    try:
        parts = urlsplit(url)
        return parts if parts.port != 0 and not parts.fragment else _UNREADABLE
    except ValueError:
        return _UNREADABLE
