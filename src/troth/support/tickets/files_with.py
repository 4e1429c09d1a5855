"""The files that came with a mail which goes into a ticket."""

from troth.requests.keep_mail import opened
from troth.requests.mailbox.files import MailFile
from troth.requests.mailbox.mailbox import MOST
from troth.requests.mailbox.read_apart import files_apart
from troth.requests.models import RightsRequest


def files_with(request: RightsRequest) -> list[MailFile]:
    """Those of the mail as it is kept, so without card numbers in what is text.

    How many, and how large, see `requests/mailbox/files.py`. None where the mail was too large to
    be kept whole, of which a file might be a half. Raises Damaged as `keep_mail.opened` does.
    """
    kept = request.mails.order_by("pk").first()
    raw = opened(kept) if kept else b""
    return files_apart(raw) if 0 < len(raw) < MOST else []
