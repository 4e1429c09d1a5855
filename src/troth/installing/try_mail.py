"""Whether a mail server takes us, before the first mail is sent through it."""

import ssl
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPSenderRefused,
)

from troth.core.email_address import as_mailed
from troth.core.errors import TrothError
from troth.core.leave import reaching
from troth.core.setting_url import mailer_from_url

_PATIENCE = 10  # seconds for a server to answer


def try_mail(url: str, *, sender: str = "") -> None:
    """Connect and sign in there, as `MAIL_URL` says; nothing is sent.

    sender: an address of ours from which a mail is begun, and taken back. Raises UsageError for
    what is no address of a mail server, and TrothError, with what to do, where it does not answer,
    speaks no TLS or does not take us.
    """
    options = mailer_from_url(url)["OPTIONS"]
    assert isinstance(options, dict)
    if "host" not in options:  # a directory
        return
    try:
        with reaching("the mail server, which is told nothing"):
            _sign_in(options, sender)
    except SMTPAuthenticationError:
        raise TrothError(
            "The mail server does not accept this user with this password; see MAIL_URL."
        ) from None
    except SMTPSenderRefused:
        raise TrothError(
            "The mail server takes no mail from us; see that MAIL_URL has the user and the "
            "password that it asks for, and that this user may write from MAIL_FROM."
        ) from None
    except (SMTPNotSupportedError, ssl.SSLError):
        raise TrothError(
            "The mail server and we agree on no TLS; end MAIL_URL in ?tls=starttls (mostly port "
            "587) or in ?tls=implicit (mostly port 465), and see that its certificate is good."
        ) from None
    except UnicodeError:  # of a host that can be none, or a password that no server could be told
        raise TrothError(
            "MAIL_URL names no host that there can be, or has letters in its password that mail "
            "servers do not take; correct it."
        ) from None
    except (SMTPException, OSError):
        raise TrothError(
            "No mail server answers there; see that it runs, and that MAIL_URL is right."
        ) from None


def _sign_in(options: dict[str, object], sender: str) -> None:
    """As mail is sent later: `django.core.mail.backends.smtp` has it the same way."""
    host, port = str(options["host"]), int(str(options["port"]))
    context = ssl.create_default_context()
    server = (
        SMTP_SSL(host, port, timeout=_PATIENCE, context=context)
        if options["use_ssl"]
        else SMTP(host, port, timeout=_PATIENCE)
    )
    with server:
        if options["use_tls"]:
            server.starttls(context=context)
        if options["username"]:
            server.login(str(options["username"]), str(options["password"]))
        if sender:
            _begin(server, as_mailed(sender))
        server.noop()


def _begin(server: SMTP, sender: str) -> None:
    """Begin a mail from us to ourselves, since many servers refuse no earlier, and take it back.

    Raises SMTPSenderRefused for what its policy is against (RFC 3463, X.7.X). That there is no
    such mailbox, or that we shall come again later, is no matter here.
    """
    server.ehlo_or_helo_if_needed()
    for ask in (server.mail, server.rcpt):
        code, said = ask(sender)
        if code >= 500 and (code == 530 or said.startswith(b"5.7.")):
            raise SMTPSenderRefused(code, said, sender)
    server.rset()
