"""Rules of delivery: what an answer means, when it is tried again, which secrets sign, which addresses are taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from stockpool.kernel.refusals import Reason, Refused
from stockpool.webhooks.messages import Status
from stockpool.webhooks.model import Heard, Outcome, Patience, Progress, Secret, Sent, Verdict

GONE = 410
REFUSED_FOR_GOOD = frozenset({413, 422})
"""Too large, and not to be processed: both speak of this event, where 400 may speak of the receiver's own trouble."""

SECRETS_MAX = 5
ERROR_MAX = 500


def verdict_of(status: int | None) -> Verdict:
    """What a status means; None is no answer."""
    if status is None:
        return Verdict.RETRY
    if 200 <= status < 300:
        return Verdict.DELIVERED
    if status == GONE:
        return Verdict.STOP
    return Verdict.DEAD if status in REFUSED_FOR_GOOD else Verdict.RETRY


def pause_s(attempts: int, chance: float, retry_after_s: float | None, patience: Patience) -> float:
    """How long to wait after so many attempts in vain; `chance` lies between 0 and 1."""
    doubled: float = patience.pause_min_s * 2.0 ** min(attempts - 1, 64)
    drawn = min(doubled, patience.pause_max_s) * (0.5 + chance / 2)
    return max(drawn, min(retry_after_s or 0.0, patience.pause_max_s))


def decide_outcome(
    progress: Progress, sent: Sequence[Sent], heard: Heard, now: datetime, chance: float, patience: Patience
) -> Outcome:
    """Where an endpoint is after what was heard of the events that were sent."""
    last = sent[-1].position
    error = heard.error[:ERROR_MAX]
    match heard.verdict:
        case Verdict.DELIVERED:
            return Outcome(Progress(last, delivered_at=now))
        case Verdict.STOP:
            stopped = msgspec.structs.replace(progress, status=Status.STOPPED, reason=error, last_error=error)
            return Outcome(msgspec.structs.replace(stopped, next_attempt_at=None))
        case Verdict.DEAD if len(sent) > 1:
            return Outcome(progress, singly=True)
        case Verdict.DEAD:
            return Outcome(Progress(last, last_error=error, delivered_at=progress.delivered_at), died=1)
        case Verdict.RETRY:
            return _tried_in_vain(progress, sent, heard, now, chance, patience)


def _tried_in_vain(
    progress: Progress, sent: Sequence[Sent], heard: Heard, now: datetime, chance: float, patience: Patience
) -> Outcome:
    """Later again; what has been due for long enough at an endpoint that has failed for as long is given up."""
    failing_since = progress.failing_since or now
    died = 0
    for each in sent:
        due_since = max(failing_since, each.recorded_at)
        if now - due_since < timedelta(seconds=patience.give_up_after_s):
            break
        died += 1
    attempts = progress.attempts + 1
    wait = timedelta(seconds=pause_s(attempts, chance, heard.retry_after_s, patience))
    failed = msgspec.structs.replace(
        progress,
        position=sent[died - 1].position if died else progress.position,
        attempts=attempts,
        failing_since=failing_since,
        next_attempt_at=now + wait,
        last_error=heard.error[:ERROR_MAX],
    )
    return Outcome(failed, died=died)


def signing_secrets(secrets: Sequence[Secret], now: datetime) -> list[str]:
    """The secrets that sign now, the newest first; the present one always does, whatever our clock thinks of it."""
    valid = [each for each in secrets if each.until is None or now < each.until]
    return [each.secret for each in sorted(valid, key=lambda each: (each.until is None, each.since), reverse=True)]


def decide_rotation(secrets: Sequence[Secret], fresh: str, overlap_s: float, now: datetime) -> list[Secret] | Refused:
    """The secrets after a new one was made; those before it sign until the end of the overlap, at the latest."""
    end = now + timedelta(seconds=overlap_s)
    before = [msgspec.structs.replace(each, until=min(each.until or end, end)) for each in secrets]
    kept = [each for each in before if each.until is not None and each.until > now]
    if len(kept) >= SECRETS_MAX:
        said = f"{len(kept)} secrets sign already; rotate with an overlap of 0, or when one has ended"
        return Refused(Reason.TOO_MANY_SECRETS, said)
    return [*kept, Secret(fresh, now)]


def resumed(progress: Progress) -> Progress:
    """Tried anew at once, whatever was in vain before."""
    return Progress(progress.position, delivered_at=progress.delivered_at)


def paused(progress: Progress) -> Progress:
    """Left alone until it is resumed; a stopped endpoint stays stopped."""
    if progress.status is Status.STOPPED:
        return progress
    return msgspec.structs.replace(progress, status=Status.PAUSED)
