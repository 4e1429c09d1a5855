"""The way to the mail server."""

from email.policy import SMTPUTF8
from smtplib import SMTPNotSupportedError

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp


class UnsupportedAddressError(SMTPNotSupportedError):
    """The server takes no address with other letters than ASCII's before the @."""


class EmailBackend(smtp.EmailBackend):
    """Django's, which also mails to addresses with other letters than ASCII's (RFC 6531).

    Raises UnsupportedAddressError where the server does not take them.
    """

    def _send(self, email_message: EmailMessage) -> bool:
        to = [self.prep_address(each, force_ascii=False) for each in email_message.recipients()]
        if all(each.isascii() for each in to):
            return bool(super()._send(email_message))  # type: ignore[misc]  # not in its stubs
        assert self.connection
        self.connection.ehlo_or_helo_if_needed()
        if not self.connection.has_extn("smtputf8"):
            raise UnsupportedAddressError
        mail = email_message.message(policy=SMTPUTF8)
        self.connection.send_message(mail, self.prep_address(email_message.from_email), to)
        return True
