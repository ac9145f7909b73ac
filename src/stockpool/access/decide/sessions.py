"""Who a session lets in, when it is over, when it is locked, and what its token against forged calls is."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from hmac import new as new_hmac

from stockpool.access.people import Person, Session, SessionTerms, User
from stockpool.access.roles import ROLES
from stockpool.access.tokens import new_token, secret_fits
from stockpool.kernel.refusals import Reason, Refused, refused_field

SESSION_PREFIX = "ss"
DEVICE_LENGTH_MAX = 64
PIN_FAILURES_MAX = 5
PIN_LENGTH_MIN, PIN_LENGTH_MAX = 4, 8

NO_SESSION = Refused(Reason.UNAUTHENTICATED, "the session is unknown or has ended")
"""One answer to all: whether there ever was such a session is not told to a stranger."""

LOCKED = Refused(Reason.SESSION_LOCKED, "the session is locked; its PIN unlocks it")
FORGED = Refused(Reason.CSRF, "the X-CSRF-Token header does not hold the token of this session")
WRONG = Refused(Reason.WRONG_CREDENTIALS, "the name or the password is wrong")
"""One answer to unknown names, disabled users and wrong passwords."""


def begin_session(
    user: User, device: str, address: str, *, entropy: bytes, now: datetime, terms: SessionTerms
) -> tuple[Session, str]:
    """A new session and the token that its cookie holds, which nobody can read again."""
    token, session_id, secret_sha256 = new_token(entropy, SESSION_PREFIX)
    session = Session(
        id=session_id,
        user=user,
        secret_sha256=secret_sha256,
        device=device,
        address=address,
        created_at=now,
        seen_at=now,
        ends_at=now + terms.longest,
    )
    return session, token


def admit_session(session: Session | None, secret: str, now: datetime, terms: SessionTerms) -> Person | Refused:
    """The person whose session it is; a locked one says so, and its caller may do little."""
    if session is None or not secret_fits(secret, session.secret_sha256) or has_ended(session, now, terms):
        return NO_SESSION
    user = session.user
    return Person(
        id=user.id,
        name=user.name,
        scopes=ROLES[user.role].scopes,
        nodes=user.nodes,
        role=user.role,
        session_id=session.id,
        device=session.device,
        address=session.address,
        ends_at=min(session.ends_at, session.seen_at + terms.idle),
        csrf_token=csrf_token(secret),
        language=user.language,
        has_pin=session.pin_hash is not None,
        has_password=user.password_hash is not None,
        locked=is_locked(session, now, terms),
    )


def has_ended(session: Session, now: datetime, terms: SessionTerms) -> bool:
    """Whether it was idle for too long, is too old, had too many wrong PINs, or its user is disabled."""
    idle = now - session.seen_at >= terms.idle
    guessed = session.pin_failures >= PIN_FAILURES_MAX
    return idle or guessed or now >= session.ends_at or session.user.disabled_at is not None


def is_locked(session: Session, now: datetime, terms: SessionTerms) -> bool:
    """Whether its PIN is needed: it was locked, or was idle for a while."""
    if session.pin_hash is None:
        return False
    return session.locked_at is not None or now - session.seen_at >= terms.idle_lock


def csrf_token(secret: str) -> str:
    """What proves that a call was made by a page of ours: of the session's secret, which no page can read."""
    return urlsafe_b64encode(new_hmac(secret.encode(), b"csrf", sha256).digest()).rstrip(b"=").decode()


def is_forged(person: Person, given: str) -> bool:
    """Whether a call lacks the token of its session; compared in constant time."""
    return not compare_digest(given.encode(), person.csrf_token.encode())


def pin_problem(pin: str) -> Refused | None:
    """What is wrong with a new PIN."""
    if PIN_LENGTH_MIN <= len(pin) <= PIN_LENGTH_MAX and pin.isascii() and pin.isdigit():
        return None
    return refused_field(Reason.INVALID_INPUT, "pin", f"must be {PIN_LENGTH_MIN} to {PIN_LENGTH_MAX} digits")


def wrong_pin(failures: int) -> Refused:
    """The answer to a wrong PIN, after so many of them."""
    left = PIN_FAILURES_MAX - failures
    if left <= 0:
        return Refused(Reason.UNAUTHENTICATED, "too many wrong PINs: the session has ended")
    return Refused(Reason.WRONG_CREDENTIALS, "the PIN is wrong", details={"attempts_left": left})
