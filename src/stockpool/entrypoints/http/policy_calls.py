"""Sourcing policies over HTTP: stored as documents, looked at, let act and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from stockpool.access.api import NameBook, Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor
from stockpool.entrypoints.http.editable import PageQuery, etag_of, expected_revision
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.problems import problem
from stockpool.entrypoints.http.wire_policies import (
    ActiveReply,
    BacktestsReply,
    DayQuery,
    LintReply,
    LintRequest,
    PolicyDocument,
    PolicyPage,
    PolicyReply,
    PolicyStep,
    ShadowReply,
    ShadowSet,
    ShadowStep,
    StepBack,
    StepPage,
    VersionQuery,
)
from stockpool.kernel.refusals import Reason, Refused
from stockpool.sourcing.api import (
    Activated,
    ActivatePolicy,
    Activation,
    PutPolicy,
    RollBack,
    StoredPolicy,
    english,
    read_policy,
)
from stockpool.workflows.policy_desk import PolicyDesk

POLICIES = "/v1/sourcing/policies"
BACKTESTS_MOST = 20


@dataclass(frozen=True, slots=True)
class PolicyCalls:
    """The calls about sourcing policies."""

    policies: PolicyDesk
    names: NameBook

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        acting = (Reason.STALE_VERSION, Reason.INVALID_POLICY, Reason.POLICY_FAILS_CASES)
        return [
            Endpoint(
                method="GET", path=POLICIES, summary="List sourcing policies by name, the newest versions first",
                scopes=(Scope.READ,), respond=self.list, query=PageQuery, reply=PolicyPage,
            ),
            Endpoint(
                method="POST", path=POLICIES, summary="Store a sourcing policy; the same document is the same version",
                scopes=(Scope.PLAN,), of_no_node=True, respond=self.put, body=PolicyDocument, reply=PolicyReply,
                refusals=(Reason.INVALID_POLICY,),
            ),
            Endpoint(
                method="GET", path=f"{POLICIES}/{{name}}", summary="Read one sourcing policy with its ETag",
                scopes=(Scope.READ,), respond=self.get, query=VersionQuery, reply=PolicyReply,
                refusals=(Reason.UNKNOWN_POLICY,),
            ),
            Endpoint(
                method="GET", path=f"{POLICIES}/{{name}}/backtests",
                summary="Read what the newest backtests of a sourcing policy came to", scopes=(Scope.READ,),
                respond=self.backtests, reply=BacktestsReply,
            ),
            Endpoint(
                method="POST", path=f"{POLICIES}/{{name}}/activate",
                summary="Let a sourcing policy act from the next order on, if what acts is still as If-Match says",
                scopes=(Scope.PLAN,), of_no_node=True, respond=self.activate, body=PolicyStep, body_optional=True,
                reply=ActiveReply, revised=True, refusals=(Reason.UNKNOWN_POLICY, *acting),
            ),
            Endpoint(
                method="GET", path="/v1/sourcing/active", summary="Read which sourcing policy acts, with its ETag",
                scopes=(Scope.READ,), respond=self.active, reply=ActiveReply,
            ),
            Endpoint(
                method="POST", path="/v1/sourcing/rollback",
                summary="Let that act again which acted before, if what acts is still as If-Match says",
                scopes=(Scope.PLAN,), of_no_node=True, respond=self.roll_back, body=StepBack, body_optional=True,
                reply=ActiveReply, revised=True, refusals=(Reason.POLICY_STATE, *acting),
            ),
            Endpoint(
                method="GET", path="/v1/sourcing/steps",
                summary="List which sourcing policies acted since when, the newest steps first",
                scopes=(Scope.READ,), respond=self.steps, query=PageQuery, reply=StepPage,
            ),
            Endpoint(
                method="PUT", path="/v1/sourcing/shadow",
                summary="Let a stored sourcing policy decide beside the active one without acting, or none",
                scopes=(Scope.PLAN,), of_no_node=True, respond=self.set_shadow, body=ShadowStep, reply=ShadowSet,
                refusals=(Reason.UNKNOWN_POLICY, Reason.INVALID_POLICY),
            ),
            Endpoint(
                method="GET", path="/v1/sourcing/shadow",
                summary="Read which sourcing policy decides beside the active one, and what a day of that says",
                scopes=(Scope.READ,), respond=self.shadow, query=DayQuery, reply=ShadowReply,
            ),
            Endpoint(
                method="POST", path="/v1/sourcing/lint", summary="Say what is wrong with a sourcing policy",
                scopes=(Scope.READ,), respond=self.lint, body=LintRequest, reply=LintReply,
            ),
        ]  # fmt: skip

    async def list(self, call: Call[None, PageQuery]) -> Answer:
        """A page, and the cursor of the next one when this one is full."""
        after = decode_cursor(call.query.cursor, tuple[str, int]) if call.query.cursor is not None else None
        if isinstance(after, Answer):
            return after
        heads = await self.policies.list(after, call.query.limit)
        full = len(heads) == call.query.limit
        following = encode_cursor((heads[-1].name, heads[-1].version)) if full else None
        names = await self.names.of([each.created_by for each in heads])
        return answer(PolicyPage(tuple(heads), following, names))

    async def put(self, call: Call[PolicyDocument, None]) -> Answer | Refused:
        """Store a document that can be obeyed."""
        command = PutPolicy(call.body.text, call.body.cases, call.body.note)
        result = await self.policies.put(command, datetime.now(UTC), call.caller.id)
        if isinstance(result, Refused):
            return result
        return answer(await self._reply(result.policy), 201 if result.new else 200, etag_of(result.policy.version))

    async def get(self, call: Call[None, VersionQuery]) -> Answer:
        """One version; 304 when the caller has it already."""
        stored = await self.policies.get(call.path[0], call.query.version)
        if stored is None:
            return problem(Reason.UNKNOWN_POLICY, f"there is no policy {call.path[0]!r} of this version")
        etag = etag_of(stored.version)
        if call.headers.get(b"if-none-match") in (etag[1], b"*"):
            return Answer(304, b"", (etag,))
        return answer(await self._reply(stored), 200, etag)

    async def backtests(self, call: Call[None, None]) -> Answer:
        """Those of a name, whatever its version; none where there is no such policy."""
        found = await self.policies.backtests(call.path[0], BACKTESTS_MOST)
        return answer(BacktestsReply(tuple(found), await self.names.of([each.done_by for each in found])))

    async def activate(self, call: Call[PolicyStep | None, None]) -> Answer | Refused:
        """Take the step."""
        seen = expected_revision(call.headers)
        if isinstance(seen, Answer):
            return seen
        body = call.body or PolicyStep()
        command = ActivatePolicy(call.path[0], body.version, body.note, seen)
        return await self._acting(await self.policies.activate(command, datetime.now(UTC), call.caller.id))

    async def active(self, call: Call[None, None]) -> Answer:  # noqa: ARG002 -- nothing of it matters
        """What acts now."""
        return await self._active(await self.policies.last())

    async def roll_back(self, call: Call[StepBack | None, None]) -> Answer | Refused:
        """Take the step back."""
        seen = expected_revision(call.headers)
        if isinstance(seen, Answer):
            return seen
        command = RollBack((call.body or StepBack()).note, seen)
        return await self._acting(await self.policies.roll_back(command, datetime.now(UTC), call.caller.id))

    async def steps(self, call: Call[None, PageQuery]) -> Answer:
        """A page, and the cursor of the next one when this one is full."""
        before = decode_cursor(call.query.cursor, int) if call.query.cursor is not None else None
        if isinstance(before, Answer):
            return before
        steps = await self.policies.history(before, call.query.limit)
        full = len(steps) == call.query.limit
        names = await self.names.of([each.activated_by for each in steps])
        return answer(StepPage(tuple(steps), encode_cursor(steps[-1].sequence) if full else None, names))

    async def set_shadow(self, call: Call[ShadowStep, None]) -> Answer | Refused:
        """From the next order on."""
        body = call.body
        result = await self.policies.set_shadow(body.policy, body.version, datetime.now(UTC), call.caller.id)
        if isinstance(result, Refused):
            return result
        return answer(ShadowSet(result, await self.names.of([result.set_by])))

    async def shadow(self, call: Call[None, DayQuery]) -> Answer:
        """Which one it is now, and the day for each pair of policies that decided on it."""
        day = call.query.day or datetime.now(UTC).date()
        found = await self.policies.shadow_report(day)
        shadow = await self.policies.shadow()
        names = await self.names.of([shadow.set_by if shadow is not None else None])
        return answer(ShadowReply(day, shadow, tuple(found), names))

    async def lint(self, call: Call[LintRequest, None]) -> Answer:
        """Read a document and look up its names."""
        read = await self.policies.lint(call.body.text, "policy")
        said = english(read.policy) if read.policy is not None else None
        return answer(LintReply(read.policy is not None, read.problems, said))

    async def _acting(self, result: Activated | Refused) -> Answer | Refused:
        return result if isinstance(result, Refused) else await self._active(result.activation)

    async def _active(self, step: Activation | None) -> Answer:
        if step is None:
            return answer(ActiveReply(None, None, None, {}), 200, etag_of(0))
        warnings = await self.policies.warnings()
        names = await self.names.of([step.activated_by])
        return answer(ActiveReply(step.policy, step.version, step, names, warnings), 200, etag_of(step.sequence))

    async def _reply(self, stored: StoredPolicy) -> PolicyReply:
        read = read_policy(stored.text)
        said = english(read.policy) if read.policy is not None else None
        return PolicyReply(stored, said, await self.names.of([stored.created_by]))
