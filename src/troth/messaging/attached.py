"""What a mail carries beside its text: documents, made as it goes out and never stored with it."""

import logging
from dataclasses import dataclass
from datetime import datetime
from email.message import MIMEPart

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from troth.gates.recipient import is_nobody, may_receive, needs_rule
from troth.messaging.carriers import mail_carrier
from troth.messaging.language import in_language_of
from troth.messaging.models import Message
from troth.publishing.running import policy_on

logger = logging.getLogger(__name__)

MOST_BYTES = 10_000_000  # of all files of a mail, as they are mailed
MOST_FILES = 20
CATEGORY = "billing"  # of what stands in the files


class GoneError(Exception):
    """A document was erased since, or whom the mail is for may not see it any more."""


@dataclass(frozen=True)
class File:
    """A file as it is downloaded, and as it is mailed."""

    name: str
    content: bytes
    content_type: str

    def part(self) -> MIMEPart:
        """The file as a part of a mail, in lines of 76 signs (RFC 2045)."""
        maintype, _slash, subtype = self.content_type.partition("/")
        made = MIMEPart()
        made.set_content(
            self.content, maintype, subtype, disposition="attachment", filename=self.name
        )
        return made


def attached(message: Message, *, at: datetime) -> tuple[list[File], list[str]]:
    """The files of a message, and what is to be said of those that it has to go without.

    Whatever fails in making one, the mail goes.
    """
    if not message.attached:
        return [], []
    with in_language_of(message.person, at=at):
        return _made(message, at=at)


def _made(message: Message, *, at: datetime) -> tuple[list[File], list[str]]:
    files: list[File] = []
    missing: dict[str, None] = {}
    room = MOST_BYTES
    for place, word in enumerate(message.attached.split()):
        if place >= MOST_FILES or not may_carry(at):
            missing[_left_out()] = None
            break
        try:
            with transaction.atomic():
                file = import_string(settings.MAIL_FILES)(message, *word.split(":"))
        except GoneError:
            missing[_("A document of this message has been erased since.")] = None
        except Exception as trouble:  # whatever makes documents: fonts, the disk, a library
            logger.error("a document of a mail could not be made: %s", type(trouble).__name__)
            missing[_left_out()] = None
        else:
            size = len(file.content) * 78 // 57 if file else 0  # by base64, with ends of lines
            if size > room:
                missing[_left_out()] = None
            elif file:
                files.append(file)
                room -= size
    return files, [*missing]


def _left_out() -> str:
    return _("Not every document could be attached to this message. You find all in your account.")


def may_carry(at: datetime) -> bool:
    """Whether the policy lets whoever delivers the mail receive what stands in documents."""
    to, tables = mail_carrier(), policy_on(at).tables
    if to is None or is_nobody(to, tables):
        return True
    share = tables.share.get(to.name)
    return CATEGORY in may_receive(share) if share else not needs_rule(to, tables)
