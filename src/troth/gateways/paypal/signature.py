"""Whether PayPal has signed what was delivered.

It signs by a certificate for a name of its own, which it serves at an address that comes with the
message (https://developer.paypal.com/api/rest/webhooks/rest/). That is verified like one of a web
site, against the roots that browsers trust, so that nothing but the certificate is asked for; it is
kept as long as it is good.
"""

import re
from base64 import b64decode
from binascii import Error as NoBase64Error
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit
from zlib import crc32

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from troth.core.ask_outside import ask_outside
from troth.core.leave import reaching
from troth.gateways.gateway import ForgedError

NAME = "messageverificationcerts.paypal.com"
SANDBOX_NAME = "messageverificationcerts.sandbox.paypal.com"
# PayPal tries for three days to deliver an event. That it is told twice is known by its name.
LATEST = timedelta(days=4)
_AHEAD = timedelta(minutes=5)  # of clocks that differ
_LONGEST = 2**16  # bytes of a certificate with those above it
_MOST = 8  # certificates that are kept; PayPal has one at a time, and a new one each year
# Whoever writes names of certificates into what they send has each asked for: so often a minute at
# most, as PayPal tries again for days, and what is known is asked for no more.
_ASKED_A_MINUTE = 10
_PATH = re.compile(r"/v1/notifications/certs/[A-Za-z0-9_-]+")


class Signatures:
    """Of one webhook, by the id that PayPal has given it.

    names: for which the certificate may be. Others than PayPal's are for tests: at, the URL below
    which certificates are; roots, a file of those that are trusted (PEM).
    """

    def __init__(
        self, webhook: str, names: tuple[str, ...], *, at: str = "", roots: str = ""
    ) -> None:
        self._webhook, self._names, self._at, self._roots = webhook, names, at, roots
        self._known = dict[str, x509.Certificate]()
        self._asked = deque[datetime](maxlen=_ASKED_A_MINUTE)
        self._lock = Lock()

    def require(self, raw: bytes, headers: Mapping[str, str], *, at: datetime) -> None:
        """Raise ForgedError unless PayPal has signed this for our webhook, within the last days."""
        when = headers.get("paypal-transmission-time", "")
        said = (headers.get("paypal-transmission-id", ""), when, self._webhook, str(crc32(raw)))
        if headers.get("paypal-auth-algo") != "SHA256withRSA":
            raise ForgedError("PayPal signs otherwise.")
        if not -_AHEAD <= at - _moment(when) <= LATEST:
            raise ForgedError("PayPal has signed this at another time.")
        key = self._certificate(headers.get("paypal-cert-url", ""), at).public_key()
        if not isinstance(key, RSAPublicKey):
            raise ForgedError("PayPal's certificate has another kind of key.")
        try:
            signature = b64decode(headers.get("paypal-transmission-sig", ""), validate=True)
            key.verify(signature, "|".join(said).encode(), PKCS1v15(), SHA256())
        except (InvalidSignature, NoBase64Error, ValueError):
            raise ForgedError("PayPal has not signed this.") from None

    def _certificate(self, url: str, at: datetime) -> x509.Certificate:
        """The certificate at a URL, verified, as it was fetched or anew where its time is over."""
        known = self._known.get(url)
        if known and known.not_valid_before_utc <= at <= known.not_valid_after_utc:
            return known
        if not self._may_be_at(url):
            raise ForgedError("PayPal has no certificate there.")
        self._require_pause(at)
        found = self._verified(self._fetched(url), at)
        with self._lock:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[url] = found
        return found

    def _require_pause(self, at: datetime) -> None:
        with self._lock:
            if len(self._asked) == _ASKED_A_MINUTE and at - self._asked[0] < timedelta(minutes=1):
                raise ForgedError("Too many certificates are asked for.")
            self._asked.append(at)

    def _may_be_at(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        if not _PATH.fullmatch(parts.path) or parts.query or parts.fragment:
            return False
        place = f"{parts.scheme}://{parts.netloc}"
        if self._at:
            return place == self._at
        return (
            parts.scheme == "https"
            and re.fullmatch(r"[a-z0-9.-]+\.paypal\.com", parts.netloc) is not None
        )

    def _fetched(self, url: str) -> list[x509.Certificate]:
        """The certificate, and those above it."""
        try:
            with reaching("paypal"):  # it is told nothing about anybody
                status, said = ask_outside("GET", url, longest=_LONGEST)
            if status != 200:
                raise ValueError("no certificate")
            return x509.load_pem_x509_certificates(said)
        except (OSError, ValueError) as error:
            # PayPal tells again what is not taken.
            raise ForgedError(f"No certificate was found: {type(error).__name__}") from None

    def _verified(self, chain: list[x509.Certificate], at: datetime) -> x509.Certificate:
        """Raises ForgedError unless somebody whom we trust has given it to PayPal."""
        store = Store(
            x509.load_pem_x509_certificates(
                Path(self._roots or DEFAULT_CA_BUNDLE_PATH).read_bytes()
            )
        )
        for name in self._names:
            policy = PolicyBuilder().store(store).time(at)
            try:
                policy.build_server_verifier(x509.DNSName(name)).verify(chain[0], chain[1:])
            except VerificationError:
                continue
            return chain[0]
        raise ForgedError("The certificate is not PayPal's.")


def _moment(said: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise ForgedError("PayPal says when it signs.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
