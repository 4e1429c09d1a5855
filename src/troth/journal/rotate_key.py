"""Sign with a new key from now on, so that whoever knows the old one can see that it is right."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.core.replace_file import replace_file
from troth.journal.append import append
from troth.journal.checkpoint import checkpoint
from troth.journal.events import KEY_CHANGED
from troth.journal.key import key_chain, key_text, origin, public_key, signing_key
from troth.journal.key_chain import statement
from troth.journal.models import Checkpoint
from troth.journal.prove import prove_in
from troth.journal.sequence import lock_tree


def rotate_key(*, at: datetime) -> str:
    """Have the old key sign the new one in the log, and put the new one in its place.

    The old one is gone then. Returns the new public key. Killed anywhere, it can run again: as
    long as the file is the old one, so is the key. Raises as `checkpoint`, and TrothError when
    the key was changed meanwhile, or its file cannot be written.
    """
    public_key(make=False)
    old, new = signing_key(), Ed25519PrivateKey.generate()
    entry = append(KEY_CHANGED, at=at, counts=statement(origin(), old, new.public_key()))
    checkpoint(at=at)
    entry.refresh_from_db()
    with transaction.atomic(durable=True):
        lock_tree(
            wait=True
        )  # nothing is signed meanwhile: the last that the old key signs is known
        if signing_key().public_key() != old.public_key():
            raise TrothError("The journal's key was changed by somebody else at the same moment.")
        last = Checkpoint.objects.latest("size")
        chain = f"{key_chain()}{prove_in(entry, last).to_json()}\n"
        try:
            replace_file(provider().journal_key, f"{chain}{key_text(new)}".encode())
        except OSError as error:
            reason = (error.strerror or "failed").lower()
            raise TrothError(
                f"The journal's key {provider().journal_key} cannot be written ({reason}); it is "
                "the old one still."
            ) from None
    return public_key(make=False)
