"""The Ed25519 key that signs receipts: made on first use, kept with mode 0600, its public half shown to whoever verifies."""

import base64
import hashlib
import os
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@cache
def _private_key(path: str) -> Ed25519PrivateKey:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        found = serialization.load_pem_private_key(file.read_bytes(), password=None)
        if not isinstance(found, Ed25519PrivateKey):
            raise ValueError(f"{file} 不是 Ed25519 私钥。") from None
        return found
    made = Ed25519PrivateKey.generate()
    with os.fdopen(descriptor, "wb") as target:
        target.write(_pem(made))
    return made


def _key() -> Ed25519PrivateKey:
    return _private_key(str(settings.RECEIPT_KEY_FILE))


def public_key() -> str:
    """Return the raw public key in Base64."""
    raw = _key().public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def key_id(public: str) -> str:
    """Return a short name of a public key: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(base64.b64decode(public)).hexdigest()[:16]


def sign(document: bytes) -> str:
    """Return the signature in Base64."""
    return base64.b64encode(_key().sign(document)).decode()


def verify(document: bytes, signature: str, public: str) -> bool:
    """Tell whether ``signature`` is that of ``document`` by the key ``public`` (both Base64)."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(public)).verify(base64.b64decode(signature), document)
    except (InvalidSignature, ValueError):
        return False
    return True
