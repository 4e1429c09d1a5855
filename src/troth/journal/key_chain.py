"""How a log's key was handed on: each old key has signed the next one, in an entry of the log.

A chain is text: for each change the `Proof` of that entry, a line of JSON, the oldest first. It is
public, and needs no trust: who has any of the keys follows it from there. Needs no database.

The entry alone is not enough. Whoever owns the database could add one, and the next checkpoint
would sign it with the rest; so the old key signs the new one by itself as well.
"""

from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from troth.journal.events import KEY_CHANGED
from troth.journal.note import ED25519, NoteError, parse_public, public_text
from troth.journal.proof import Proof, ProofError

_KIND = "ed25519-"  # before hexadecimal digits, so that an entry may hold them as a name


def statement(name: str, old: Ed25519PrivateKey, new: Ed25519PublicKey) -> dict[str, str]:
    """What the entry says by which the log `name` changes its key."""
    return {
        "before": _KIND + old.public_key().public_bytes_raw().hex(),
        "key": _KIND + new.public_bytes_raw().hex(),
        "signature": _KIND + old.sign(_message(name, new)).hex(),
    }


def follow(public_key: str, chain: str) -> str:
    """The keys from `public_key` on, as `open_head` takes them: it, and those that came after.

    What another key has signed is passed over. Raises NoteError and ProofError for what is no
    chain, or is forged.
    """
    keys = []
    name = public_key.partition("+")[0]
    for line in chain.splitlines():
        proof = Proof.from_json(line)
        try:
            facts = proof.verify(public_key)
        except NoteError:
            continue
        keys.append(f"{public_key} {proof.size}")
        public_key = public_text(name, _next_key(public_key, facts))
    return "\n".join([*keys, public_key])


def first_key(name: str, chain: str) -> str | None:
    """The key with which a chain begins, in text form; None for an empty one."""
    if not chain:
        return None
    facts = Proof.from_json(chain.splitlines()[0]).said()
    return public_text(name, _key_in(facts, "before"))


def _next_key(public_key: str, facts: Mapping[str, object]) -> Ed25519PublicKey:
    name, _, old = parse_public(public_key, ED25519)
    new = _key_in(facts, "key")
    try:
        old.verify(_bytes_in(facts, "signature"), _message(name, new))
    except InvalidSignature:
        raise ProofError(f"The key {public_key} has not signed the one that came after.") from None
    return new


def _key_in(facts: Mapping[str, object], what: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(_bytes_in(facts, what))
    except ValueError:
        raise ProofError("The journal's chain of keys is damaged.") from None


def _bytes_in(facts: Mapping[str, object], what: str) -> bytes:
    counts = facts.get("counts")
    value = counts.get(what) if isinstance(counts, dict) else None
    if facts.get("event") != KEY_CHANGED or not isinstance(value, str):
        raise ProofError("The journal's chain of keys holds another entry.")
    try:
        return bytes.fromhex(value.removeprefix(_KIND))
    except ValueError:
        raise ProofError("The journal's chain of keys is damaged.") from None


def _message(name: str, new: Ed25519PublicKey) -> bytes:
    return f"troth/key-change/v1\n{public_text(name, new)}\n".encode()
