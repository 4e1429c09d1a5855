"""A certificate as PayPal signs by, given by an authority that is made for a test."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zlib import crc32

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_DAYS = timedelta(days=365)
_USES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


@dataclass(frozen=True)
class Authority:
    """Who gives certificates."""

    key: RSAPrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        """What a machine has to trust."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


@dataclass(frozen=True)
class Signer:
    """A certificate with its key; chain: with those above it (PEM)."""

    key: RSAPrivateKey
    chain: bytes

    @property
    def pem(self) -> bytes:
        """The key as a server reads it."""
        form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        return self.key.private_bytes(serialization.Encoding.PEM, form, plain)

    def sign(self, name: str, when: str, webhook: str, raw: bytes) -> str:
        """The signature of a message, as it stands in its header."""
        message = f"{name}|{when}|{webhook}|{crc32(raw)}".encode()
        return b64encode(self.key.sign(message, PKCS1v15(), SHA256())).decode()


def authority() -> Authority:
    """One that nobody has heard of."""
    key = generate_private_key(65537, 2048)
    name = _called("An authority")
    made = _builder(name, name, key, key).add_extension(x509.BasicConstraints(True, None), True)
    made = made.add_extension(_for("key_cert_sign", "crl_sign"), True)
    return Authority(key, made.sign(key, SHA256()))


def signer(of: Authority, name: str, *, until: datetime | None = None) -> Signer:
    """One for a name (DNS), good until a year from now, or until then."""
    key = generate_private_key(65537, 2048)
    made = _builder(_called(name), of.certificate.subject, key, of.key, until)
    made = made.add_extension(x509.BasicConstraints(False, None), True)
    made = made.add_extension(_for("digital_signature", "key_encipherment"), True)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False)
    server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    leaf = made.add_extension(server, False).sign(of.key, SHA256())
    return Signer(key, leaf.public_bytes(serialization.Encoding.PEM) + of.pem)


def _builder(
    name: x509.Name,
    by: x509.Name,
    key: RSAPrivateKey,
    its: RSAPrivateKey,
    until: datetime | None = None,
) -> x509.CertificateBuilder:
    until = until or datetime.now(UTC) + _DAYS
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - 2 * _DAYS)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(its.public_key()), False)
    )


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _for(*uses: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{use: use in uses for use in _USES})
