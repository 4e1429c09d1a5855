"""A passkey without a device: what a browser would answer when one is made (WebAuthn Level 2)."""

import json
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

HOST = "testserver"


def made(page: Any) -> str:
    """The answer to the page on which a passkey is added, as its form sends it."""
    challenge = page.context["js_data"]["creation_options"]["publicKey"]["challenge"]
    told = {"type": "webauthn.create", "challenge": challenge, "origin": f"https://{HOST}"}
    number, secret = token_bytes(16), generate_private_key(SECP256R1())
    key = ES256.from_cryptography_key(secret.public_key())  # type: ignore[no-untyped-call]
    present, verified, with_key = 0x01, 0x04, 0x40
    authenticator = b"".join(
        (
            sha256(HOST.encode()).digest(),
            bytes([present | verified | with_key]),
            bytes(4),  # how often it was used
            bytes(16),  # of which make it is
            len(number).to_bytes(2),
            number,
            cbor.encode(key),
        )
    )
    attested = {"fmt": "none", "attStmt": {}, "authData": authenticator}
    return json.dumps(
        {
            "id": websafe_encode(number),
            "rawId": websafe_encode(number),
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(json.dumps(told).encode()),
                "attestationObject": websafe_encode(cbor.encode(attested)),
            },
        }
    )
