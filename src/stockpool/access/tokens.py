"""The written form of keys and sessions: `sp_<id>_<secret>`, the id in hex, the secret 32 random bytes as base64.

A session's begins with `ss`. Both prefixes have the same length, and so have all tokens.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import compare_digest

PREFIX = "sp"
ID_BYTES = 6
SECRET_BYTES = 32
ENTROPY_BYTES = ID_BYTES + SECRET_BYTES
TOKEN_LENGTH = len(PREFIX) + 1 + 2 * ID_BYTES + 1 + 43


def new_token(entropy: bytes, prefix: str = PREFIX) -> tuple[str, str, bytes]:
    """Key id, secret's hash and token from `ENTROPY_BYTES` random bytes."""
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"a token is made of {ENTROPY_BYTES} random bytes, not {len(entropy)}")
    key_id = entropy[:ID_BYTES].hex()
    secret = urlsafe_b64encode(entropy[ID_BYTES:]).rstrip(b"=").decode()
    return f"{prefix}_{key_id}_{secret}", key_id, hash_secret(secret)


def split_token(token: str, prefix: str = PREFIX) -> tuple[str, str] | None:
    """Key id and secret, or None when it is no token of ours."""
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    first, _, rest = token.partition("_")
    key_id, _, secret = rest.partition("_")
    return (key_id, secret) if first == prefix and len(key_id) == 2 * ID_BYTES else None


def hash_secret(secret: str) -> bytes:
    """SHA-256 of a secret; it is random enough to need no salt and no slow hash."""
    return sha256(secret.encode()).digest()


def secret_fits(secret: str, secret_sha256: bytes) -> bool:
    """Whether a secret is the hashed one, in constant time."""
    return compare_digest(hash_secret(secret), secret_sha256)
