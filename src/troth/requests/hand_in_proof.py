"""A document that proves who asks: taken in encrypted, and opened for who decides.

It is destroyed with the decision, by `close`; the decision stays.
"""

from datetime import datetime

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.files.sealed import opening, sealed
from troth.publishing.running import policy_on
from troth.requests.events import PROOF_RECEIVED
from troth.requests.locked import locked
from troth.requests.models import IdentityProof, RightsRequest
from troth.requests.note import note
from troth.requests.rules import rule_of
from troth.requests.verifiers import DOCUMENT, may_verify

LARGEST = 10 * 1024 * 1024  # bytes
_TYPES = {"image/jpeg", "image/png", "image/webp", "application/pdf"}


@act
def hand_in_proof(
    request: RightsRequest, document: bytes, *, at: datetime, staff: Person | None = None
) -> IdentityProof:
    """Keep a document, encrypted with a key of its own, until the request is decided.

    staff: who hands it in for whoever asks. Raises TrothError where the policy does not ask for
    one, where the role of `staff` does not accept it, and for a file that is too large or of
    another kind than JPEG, PNG, WebP and PDF, whatever its name says.
    """
    current = locked(request)
    policy = policy_on(at)
    right = rule_of(current.rule, policy)
    if DOCUMENT not in right.proof:
        raise TrothError(_("The policy does not ask for a document; please do not send one."))
    if staff and not may_verify(staff, DOCUMENT, right, policy):
        raise TrothError(
            _("Your role cannot accept this proof. Leave it to someone whose role can.")
        )
    kind = type_of(document)
    key, stored = sealed(document)
    proof = IdentityProof(
        subject=current.subject, request=current, content_type=kind, key=key, received_at=at
    )
    proof.file.save("proof", ContentFile(stored), save=False)
    proof.save()
    note(PROOF_RECEIVED, current, at=at)
    return proof


def type_of(document: bytes) -> str:
    """The media type of a document by its content. Raises TrothError as `hand_in_proof` does."""
    if len(document) > LARGEST:
        raise TrothError(_("The file is larger than 10 MB; please send a smaller picture."))
    import puremagic  # which takes longer than most modules, and few commands need it

    try:
        kind = puremagic.from_string(document, mime=True)
    except (puremagic.PureError, ValueError):
        kind = ""
    if kind not in _TYPES:
        raise TrothError(_("Please send a picture (JPEG, PNG, WebP) or a PDF."))
    return kind


def opened(proof: IdentityProof) -> bytes:
    """The document itself. Raises Damaged when its file is not as it was stored."""
    with opening(proof.file.open("rb"), bytes(proof.key)) as document:
        return document.read()
