"""The live part of the demo: traffic on a running server, watched by a view, until it is stopped."""

from __future__ import annotations

import asyncio
import signal
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from stockpool.entrypoints.cli.demo.live_view import DemoState, HotSku, live_view, plain_line
from stockpool.entrypoints.cli.demo.server import HOST, DemoServer, ServerLost
from stockpool.entrypoints.cli.demo.setting_up import DemoFolder, Retailer, read_codes
from stockpool.simulation.retailer.baskets import Baskets
from stockpool.simulation.traffic import Connections, TrafficReport, drive, new_scene
from stockpool.simulation.traffic.left_to_people import look_after
from stockpool.simulation.traffic.opening import open_with_trouble
from stockpool.simulation.traffic.requests import availability

if TYPE_CHECKING:
    from rich.console import Console

LOOK_EVERY_SECONDS = 1.0
PLAIN_EVERY_SECONDS = 5.0
RATES_OVER_SECONDS = 10
RUNS_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class LiveResult(msgspec.Struct, frozen=True):
    """How the live part ended."""

    seconds: float
    report: TrafficReport
    terminated: bool
    """Whether SIGTERM ended it."""
    lost: str | None
    """What the server said when it ended by itself."""


class Live:
    """One live part: the scene, its server, and what a view needs to know between two looks."""

    def __init__(self, server: DemoServer, baskets: Baskets, retailer: Retailer, folder: DemoFolder, seed: int) -> None:
        self._server = server
        self._folder = folder
        self.url = f"http://{HOST}:{server.port}"
        self._connections = Connections(HOST, server.port, retailer.token)
        self._scene = new_scene(
            self._connections.send,
            baskets,
            seed=seed,
            run=_run_of(datetime.now(UTC)),
            now=lambda: datetime.now(UTC),
            left_to_people=retailer.people.store,
        )
        self._scene.told_codes |= read_codes(folder.codes)
        self._scene.codes |= {name: told["code"] for name, told in read_codes(folder.letters).items()}
        self._stopped = self._scene.stopped
        self._counted: deque[tuple[float, dict[str, int]]] = deque(maxlen=RATES_OVER_SECONDS + 1)
        self._at_first: dict[str, float] = {}
        self._began = 0.0
        self._terminated = False
        self._lost: str | None = None

    async def wait_until_ready(self) -> None:
        """Return when the server takes work."""
        await self._server.wait_until_ready(self._connections.send)
        self._connections.close()

    async def set_the_scene(self, *, first_time: bool) -> list[dict[str, str]]:
        """Let people find work; the orders that lie ready for them, with their codes."""
        await look_after(self._scene)
        if first_time:
            await open_with_trouble(self._scene)
        self._connections.close()
        self._write_codes()
        return list(self._scene.told_codes.values())

    def _write_codes(self) -> None:
        """Keep the codes: those told to people where these can read them, those of others for the next start."""
        others = {name: {"code": code} for name, code in (self._scene.codes | self._scene.forgotten).items()}
        for file, codes in ((self._folder.codes, self._scene.told_codes), (self._folder.letters, others)):
            file.write_bytes(msgspec.json.format(msgspec.json.encode(codes)))

    async def run(self, rate_per_s: float, seconds: float | None, console: Console) -> LiveResult:
        """Drive traffic and show it until Ctrl-C, SIGTERM, the end of the time, or the loss of the server."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, self._stopped.set)
        loop.add_signal_handler(signal.SIGTERM, self._terminate)
        self._began = loop.time()
        if seconds is not None:
            loop.call_later(seconds, self._stopped.set)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(drive(self._scene, rate_per_s))
                both.create_task(self._watch(console))
        finally:
            self._write_codes()
            self._connections.close()
            loop.remove_signal_handler(signal.SIGINT)
            loop.remove_signal_handler(signal.SIGTERM)
        return LiveResult(round(loop.time() - self._began, 1), self._report(), self._terminated, self._lost)

    def _terminate(self) -> None:
        self._terminated = True
        self._stopped.set()

    async def _watch(self, console: Console) -> None:
        """Show the state again and again; stop everything when the server is lost."""
        try:
            if console.is_terminal:
                await self._watch_screen(console)
            else:
                await self._look_every(
                    PLAIN_EVERY_SECONDS, lambda state: console.print(plain_line(state), soft_wrap=True)
                )
        except ServerLost as lost:
            self._lost = str(lost)
            self._stopped.set()

    async def _watch_screen(self, console: Console) -> None:
        from rich.live import Live as Screen

        with Screen(console=console, auto_refresh=False, transient=True) as screen:
            await self._look_every(LOOK_EVERY_SECONDS, lambda state: screen.update(live_view(state), refresh=True))

    async def _look_every(self, seconds: float, show: Callable[[DemoState], None]) -> None:
        while not self._stopped.is_set():
            self._server.check()
            self._write_codes()
            show(await self._state())
            await self._scene.pause(seconds, seconds)

    async def _state(self) -> DemoState:
        now = asyncio.get_running_loop().time()
        report = self._report()
        self._counted.append((now, report.outcomes))
        before, counts = self._counted[0]
        recent = {
            name: (count - counts.get(name, 0)) / (now - before)
            for name, count in report.outcomes.items()
            if now > before
        }
        return DemoState(self.url, now - self._began, report, recent, await self._hot())

    async def _hot(self) -> tuple[HotSku, ...]:
        """The SKUs that sell most; as they were last seen when the server does not answer just now."""
        hottest = self._scene.baskets.hottest
        try:
            answer = await self._connections.send(availability([hot.sku for hot in hottest]))
        except OSError:
            return ()
        found = {item["sku"]: float(item["available"]) for item in answer.read().get("items", ())}
        for sku, available in found.items():
            self._at_first.setdefault(sku, available)
        return tuple(
            HotSku(hot.sku, hot.name, found[hot.sku], self._at_first[hot.sku]) for hot in hottest if hot.sku in found
        )

    def _report(self) -> TrafficReport:
        return self._scene.tally.report(self._scene.client.retries)


def _run_of(now: datetime) -> str:
    """A short name that no earlier start had: the seconds since 2026 in letters and digits that are not confused."""
    seconds, said = int((now - RUNS_SINCE).total_seconds()), ""
    while seconds:
        seconds, digit = divmod(seconds, len(DIGITS))
        said = DIGITS[digit] + said
    return said
