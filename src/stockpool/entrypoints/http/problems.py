"""Refusals and faults as problem documents (RFC 9457): the one table of reasons and statuses."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from stockpool.entrypoints.http.answers import Answer, Header, to_json
from stockpool.kernel.refusals import Problem, Reason, Refused

MEDIA_TYPE = "application/problem+json"
CONTENT_TYPE = (b"content-type", MEDIA_TYPE.encode())


class Fault(StrEnum):
    """What can be wrong with a request, or with us, before any rule of the domain is asked."""

    BAD_REQUEST = "bad-request"
    MALFORMED_JSON = "malformed-json"
    UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type"
    BODY_TOO_LARGE = "body-too-large"
    BODY_TOO_SLOW = "body-too-slow"
    HEAD_TOO_LARGE = "head-too-large"
    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    CURSOR_EXPIRED = "cursor-expired"
    BUSY = "busy"
    DATABASE_UNAVAILABLE = "database-unavailable"
    INTERNAL_ERROR = "internal-error"


class ProblemKind(msgspec.Struct, frozen=True):
    """The status of a reason and what its page says."""

    status: int
    title: str
    advice: str


KINDS: dict[Reason | Fault, ProblemKind] = {
    Reason.INVALID_INPUT: ProblemKind(400, "Invalid input", "Mend the fields listed under `errors`."),
    Reason.INVALID_QUANTITY: ProblemKind(
        400,
        "Invalid quantity",
        "Quantities are numbers in the SKU's display unit, greater than zero where something is asked for, "
        "with no more decimals than the SKU has and at most 10^12 smallest units.",
    ),
    Reason.KEY_MISSING: ProblemKind(
        400,
        "Idempotency key missing",
        "Send an `Idempotency-Key` header of 1 to 255 visible ASCII characters; repeat it when you repeat the request.",
    ),
    Reason.UNAUTHENTICATED: ProblemKind(
        401,
        "Key or session required",
        "Programs send a valid key as `Authorization: Bearer sp_…`; `stockpool keys create` makes one. People sign in "
        "with `POST /v1/session`.",
    ),
    Reason.WRONG_CREDENTIALS: ProblemKind(
        401, "Wrong name, password or PIN", "Try again; what is wrong is not said. An administrator sets new passwords."
    ),
    Reason.FORBIDDEN: ProblemKind(
        403, "Not allowed for this caller", "The key or the user lacks the scope, or is limited to other nodes."
    ),
    Reason.CSRF: ProblemKind(
        403,
        "Forged call",
        "Calls of a session that are not `GET` or `HEAD` need the header `X-CSRF-Token` with the `csrf_token` that "
        "`GET /v1/session` tells.",
    ),
    Reason.UNKNOWN_HOLD: ProblemKind(404, "Unknown hold", "No hold has this id."),
    Reason.UNKNOWN_ORDER: ProblemKind(404, "Unknown order", "No order has this id."),
    Reason.UNKNOWN_FULFILLMENT_ORDER: ProblemKind(
        404, "Unknown fulfillment order", "No fulfillment order has this id."
    ),
    Reason.UNKNOWN_RETURN: ProblemKind(404, "Unknown return", "No return has this id."),
    Reason.UNKNOWN_COMMITMENT: ProblemKind(404, "Unknown commitment", "No commitment has this id."),
    Reason.UNKNOWN_ESCROW: ProblemKind(404, "Unknown escrow", "No escrow has this id."),
    Reason.UNKNOWN_POLICY: ProblemKind(404, "Unknown policy", "No sourcing policy has this name and version."),
    Reason.UNKNOWN_USER: ProblemKind(404, "Unknown user", "No user has this name."),
    Reason.UNKNOWN_WEBHOOK: ProblemKind(404, "Unknown webhook", "No endpoint of webhooks has this id."),
    Reason.UNKNOWN_COUNT: ProblemKind(404, "Unknown count", "No count has this id."),
    Reason.UNKNOWN_ARRIVAL: ProblemKind(
        404, "Unknown arrival", "Nothing of this name is to come to the node any more; it may have been received."
    ),
    Reason.UNKNOWN_CODE: ProblemKind(
        404, "Unknown code", "It is no SKU, shelf, fulfillment order or return; `details` says what was read."
    ),
    Reason.INSUFFICIENT_STOCK: ProblemKind(
        409, "Insufficient stock", "Less can be promised than was asked for; the members of the problem say how much."
    ),
    Reason.HOLD_EXPIRED: ProblemKind(409, "Hold expired", "The hold's time was over; place a new one."),
    Reason.HOLD_CLOSED: ProblemKind(
        409, "Hold closed", "The hold was released or used before, or an unpaid order waits with it."
    ),
    Reason.ESCROW_CLOSED: ProblemKind(
        409,
        "Escrow closed",
        "It was settled, or its time is over; open a new one. Its sales are recorded all the same.",
    ),
    Reason.IN_USE: ProblemKind(409, "Still in use", "Stock or promises depend on it; close these first."),
    Reason.DUPLICATE_REFERENCE: ProblemKind(
        409, "Reference taken", "Another order of the channel has this reference; `details` names it."
    ),
    Reason.ORDER_STATE: ProblemKind(409, "Not possible in this state", "The order's state does not allow it."),
    Reason.RETURN_STATE: ProblemKind(
        409, "Not possible in this state of the return", "Read the return: its status says what can follow."
    ),
    Reason.COUNT_STATE: ProblemKind(
        409, "Not possible in this state of the count", "It was counted or cancelled; ask for another one."
    ),
    Reason.EXCEEDS_RETURNABLE: ProblemKind(
        409,
        "More than can be returned",
        "An item comes back once, and only if it was fulfilled; `details` says what is left. Cancel a return that "
        "will not come to have its units back.",
    ),
    Reason.RETURN_TOO_LATE: ProblemKind(
        409,
        "Too late to be returned",
        "The retailer takes items back for so many days after their delivery; `details` says what still can come back. "
        "With `override` it is taken nevertheless.",
    ),
    Reason.WRONG_CODE: ProblemKind(
        409, "Wrong pickup code", "Ask the customer for the code that was sent when the goods were ready."
    ),
    Reason.POLICY_FAILS_CASES: ProblemKind(
        409,
        "Policy fails its cases",
        "`errors` says which and how; mend the policy or its cases, and store both again.",
    ),
    Reason.POLICY_STATE: ProblemKind(
        409, "Nothing to go back to", "The built-in routing acts already; activate a policy by its name."
    ),
    Reason.UNKNOWN_SOURCE: ProblemKind(404, "Unknown source", "Store the source first, then compare its stock."),
    Reason.UNKNOWN_EXCEPTION: ProblemKind(404, "Unknown exception", "There is no exception with this id."),
    Reason.EXCEPTION_SETTLED: ProblemKind(
        409, "Exception settled", "It was accepted, or a later run found it gone; read it again."
    ),
    Reason.USER_EXISTS: ProblemKind(
        409, "User exists", "The name is taken, in whatever letters it is written; choose another one."
    ),
    Reason.LAST_ADMIN: ProblemKind(
        409, "Last administrator", "Nobody could administer any more; make somebody else an administrator first."
    ),
    Reason.TOO_MANY_SECRETS: ProblemKind(
        409, "Too many secrets", "Wait until one of them ends, or rotate with an overlap of 0."
    ),
    Reason.STALE_VERSION: ProblemKind(
        412, "Changed by somebody else", "Read it again, repeat your change on the new version, send its ETag."
    ),
    Reason.UNKNOWN_SKU: ProblemKind(422, "Unknown SKU", "The request names a SKU that the catalog does not have."),
    Reason.UNKNOWN_NODE: ProblemKind(422, "Unknown node", "The request names a node that the network does not have."),
    Reason.UNKNOWN_CHANNEL: ProblemKind(422, "Unknown channel", "The request names a channel that does not exist."),
    Reason.NODE_OUTSIDE_POOL: ProblemKind(
        422, "Node outside the pool", "The channel may not draw on this node; name another or change its pool."
    ),
    Reason.IMMUTABLE_FIELD: ProblemKind(422, "Immutable field", "This field cannot change after its creation."),
    Reason.INVALID_POLICY: ProblemKind(
        422, "Policy cannot be obeyed", "`errors` names each line of the document and how to mend it."
    ),
    Reason.KEY_REUSED: ProblemKind(
        422, "Idempotency key reused", "The key was used with another request; a new request needs a new key."
    ),
    Reason.SESSION_LOCKED: ProblemKind(
        423, "Session locked", "Unlock it with its PIN at `POST /v1/session/unlock`, or end it and sign in again."
    ),
    Reason.TOO_MANY_ATTEMPTS: ProblemKind(
        429, "Too many attempts", "No attempt is looked at before `Retry-After` seconds; each failure makes it longer."
    ),
    Reason.TOO_MANY_CODES: ProblemKind(
        429, "Too many wrong codes", "No code is tried before `Retry-After` seconds; each wrong one makes it longer."
    ),
    Fault.BAD_REQUEST: ProblemKind(400, "Bad request", "The request cannot be read."),
    Fault.MALFORMED_JSON: ProblemKind(400, "Malformed JSON", "The body must be one JSON document in UTF-8."),
    Fault.NOT_FOUND: ProblemKind(404, "Not found", "There is nothing at this address."),
    Fault.METHOD_NOT_ALLOWED: ProblemKind(405, "Method not allowed", "The `Allow` header names the methods."),
    Fault.BODY_TOO_SLOW: ProblemKind(408, "Body too slow", "The body did not arrive in time."),
    Fault.CURSOR_EXPIRED: ProblemKind(
        410, "Cursor expired", "Events behind it are no longer kept. Read the present state, and follow from now on."
    ),
    Fault.BODY_TOO_LARGE: ProblemKind(413, "Body too large", "Send fewer rows at a time."),
    Fault.UNSUPPORTED_MEDIA_TYPE: ProblemKind(
        415, "Unsupported media type", "Send JSON with `Content-Type: application/json`."
    ),
    Fault.HEAD_TOO_LARGE: ProblemKind(
        431, "Head too large", "Send shorter headers, and long lists in a body instead of the address."
    ),
    Fault.INTERNAL_ERROR: ProblemKind(
        500, "Internal error", "Our fault. Repeating the request with the same idempotency key is safe."
    ),
    Fault.BUSY: ProblemKind(
        503, "Busy", "Nothing was done. Repeat the request, with the same idempotency key, after `Retry-After` seconds."
    ),
    Fault.DATABASE_UNAVAILABLE: ProblemKind(
        503,
        "Database unavailable",
        "It is not known whether the request was carried out. Repeat it, with the same idempotency key, after "
        "`Retry-After` seconds.",
    ),
}


class ProblemDocument(msgspec.Struct, omit_defaults=True):
    """What was refused and why; `details` holds what a kind adds, such as what is available."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[Problem, ...] = ()
    details: dict[str, Any] = {}
    instance: str | None = None


def problem(
    reason: Reason | Fault,
    detail: str,
    *headers: Header,
    errors: tuple[Problem, ...] = (),
    details: dict[str, Any] | None = None,
    instance: str | None = None,
) -> Answer:
    """The answer that tells why a request was not granted."""
    kind = KINDS[reason]
    document = ProblemDocument(f"/problems/{reason}", kind.title, kind.status, detail, errors, details or {}, instance)
    return Answer(kind.status, to_json(document), (CONTENT_TYPE, *headers))


def problem_document(refused: Refused) -> ProblemDocument:
    """A refusal as a part of a greater answer."""
    kind = KINDS[refused.reason]
    return ProblemDocument(
        f"/problems/{refused.reason}", kind.title, kind.status, refused.message, refused.problems, refused.details
    )


def field_problem(path: str, message: str) -> Answer:
    """Invalid input that is about exactly one field."""
    return problem(Reason.INVALID_INPUT, f"{path}: {message}" if path else message, errors=(Problem(path, message),))


def refusal(refused: Refused) -> Answer:
    """A refusal of the domain; one that says when to come back says so in the header, too."""
    after_s = refused.details.get("retry_after_s")
    later = () if after_s is None else ((b"retry-after", str(after_s).encode()),)
    return problem(refused.reason, refused.message, *later, errors=refused.problems, details=refused.details)


def fault_of_status(status: int) -> Fault:
    """The fault for a status that the web framework came up with."""
    return next((f for f in Fault if KINDS[f].status == status), Fault.BAD_REQUEST)
