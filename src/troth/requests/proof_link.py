"""A link by which whoever asks shows that they read the mail of the registered address."""

from datetime import datetime, timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext as _

from troth.core.number import number_in
from troth.core.provider import salt
from troth.messaging.language import in_language_of
from troth.messaging.link import link
from troth.policy.language import Right
from troth.requests.models import RightsRequest

_GOOD_FOR = timedelta(days=7)


def takes_link(request: RightsRequest, right: Right) -> bool:
    """Whether a link to the registered address proves who asks, by the rule of a request.

    Who asks to be let in cannot read there.
    """
    mailed = request.person is not None and request.right != "recover"
    return mailed and "registered-email" in right.proof and request.verified_at is None


def invitation(request: RightsRequest, *, at: datetime) -> str:
    """The paragraphs of a mail that lead to the page where one says that it was oneself."""
    with in_language_of(request.person, at=at):
        return _(
            "If it was you who asked, you can also open this page and say so. The link is good "
            "for a week:\n\n%(link)s\n\nIf it was not you, you need to do nothing, and nothing is "
            "done."
        ) % {"link": link("request_prove", _signer(request).sign(str(request.pk)))}


def asked_by(key: str) -> RightsRequest | None:
    """The open request of which a link with this key was mailed to the registered address."""
    number = number_in(key.partition(":")[0])
    waiting = RightsRequest.objects.filter(state=RightsRequest.State.OPEN, person__isnull=False)
    found = waiting.select_related("person").defer("person__password")
    request = found.filter(pk=number or 0).first()
    try:
        return request if request and _signer(request).unsign(key, max_age=_GOOD_FOR) else None
    except BadSignature:
        return None


def _signer(request: RightsRequest) -> TimestampSigner:
    """Of one address and one right: a link to an address that is given up ends."""
    assert request.person
    of = f"{request.right} {request.person.email}"
    return TimestampSigner(salt=salt(f"troth.requests.proof_link {of}"))
