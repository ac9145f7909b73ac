"""Which step follows on which: activating, going back, and letting another decide beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.sourcing.policy.messages import Activated, Activation, Shadow, StoredPolicy
from stockpool.sourcing.policy.problems import DocumentProblem

NOTE_MAX = 1_000


def decide_activation(
    stored: StoredPolicy, last: Activation | None, *, now: datetime, actor: str, note: str, if_sequence: int | None
) -> Activated | Refused:
    """The next step, or the last one where it let the same version act."""
    if (refused := _refused(last, note, if_sequence)) is not None:
        return refused
    if last is not None and (last.policy, last.version) == (stored.name, stored.version):
        return Activated(last, new=False)
    return Activated(Activation(_next(last), stored.name, stored.version, None, now, actor, note), new=True)


def decide_rollback(
    steps: Mapping[int, Activation], *, now: datetime, actor: str, note: str, if_sequence: int | None
) -> Activated | Refused:
    """The step back to what acted before; from a step back, to what had acted before that."""
    last = steps[max(steps)] if steps else None
    if (refused := _refused(last, note, if_sequence)) is not None:
        return refused
    at = _origin(last)
    if last is None or at == 0:
        return Refused(Reason.POLICY_STATE, "the built-in routing acts already: there is nothing before it")
    back_to = _origin(steps.get(at - 1))
    target = steps.get(back_to)
    policy, version = (target.policy, target.version) if target is not None else (None, None)
    return Activated(Activation(_next(last), policy, version, back_to, now, actor, note), new=True)


def decide_shadow(stored: StoredPolicy | None, last: Shadow | None, *, now: datetime, actor: str) -> Shadow:
    """What decides beside the policy that acts from now on, nothing if none is given; the last one where that is so."""
    policy, version = (stored.name, stored.version) if stored is not None else (None, None)
    if last is not None and (last.policy, last.version) == (policy, version):
        return last
    return Shadow(last.sequence + 1 if last is not None else 1, policy, version, now, actor)


def broken(problems: Sequence[DocumentProblem], what: str) -> Refused:
    """The refusal of a document, with each of its problems."""
    wrong = tuple(
        [Problem(f"{each.file}:{each.line}:{each.column}", _said(each)) for each in problems if not each.warning]
    )
    return Refused(Reason.INVALID_POLICY, f"{what}: {len(wrong)} problem{'s' if len(wrong) > 1 else ''}", wrong)


def _said(problem: DocumentProblem) -> str:
    return (
        f"{problem.path}: {problem.message}; {problem.mend}" if problem.path else f"{problem.message}; {problem.mend}"
    )


def _refused(last: Activation | None, note: str, if_sequence: int | None) -> Refused | None:
    if (wrong := note_problem(note)) is not None:
        return Refused(Reason.INVALID_INPUT, f"note: {wrong}", (Problem("note", wrong),))
    sequence = last.sequence if last is not None else 0
    if if_sequence is not None and if_sequence != sequence:
        return Refused(Reason.STALE_VERSION, f"another step was taken since: step {sequence} is the last one now")
    return None


def note_problem(note: str) -> str | None:
    """What is wrong with a note, or None."""
    if len(note) > NOTE_MAX:
        return f"must have at most {NOTE_MAX:,} characters, has {len(note):,}"
    return None if all(each.isprintable() or each == "\n" for each in note) else "must not contain control characters"


def _next(last: Activation | None) -> int:
    return 1 if last is None else last.sequence + 1


def _origin(step: Activation | None) -> int:
    """The step that first let that act which this step lets act; 0 for the built-in routing."""
    if step is None:
        return 0
    return step.sequence if step.back_to is None else step.back_to
