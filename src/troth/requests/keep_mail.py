"""The mail that a request came in, as it came: kept encrypted, and opened for who may read it.

It goes with the request, by the policy's rule on requests.
"""

from datetime import datetime

from django.core.files.base import ContentFile

from troth.files.sealed import opening, sealed
from troth.requests.models import RequestMail, RightsRequest


def keep_mail(request: RightsRequest, raw: bytes, *, at: datetime) -> RequestMail:
    """Keep the bytes of a mail with its request. The transaction is the caller's."""
    key, stored = sealed(raw)
    mail = RequestMail(subject=request.subject, request=request, key=key, arrived_at=at)
    mail.file.save("mail", ContentFile(stored), save=False)
    mail.save()
    return mail


def opened(mail: RequestMail) -> bytes:
    """The mail itself. Raises Damaged when its file is not as it was stored."""
    with opening(mail.file.open("rb"), bytes(mail.key)) as stored:
        return stored.read()
