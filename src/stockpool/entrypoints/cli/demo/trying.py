"""What a person who has never seen it can try first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path


def what_to_try(url: str, store: str, ready: Sequence[Mapping[str, str]], codes: Path) -> list[str]:
    """In a few lines; `ready` are orders that lie at the store with their codes, the newest last."""
    said = [
        "what to try",
        f"  {url}/tower/  as pia   the exceptions, worst first; an order and why it went there; the policy that acts",
        f"  {url}/tower/  as otto  solve an exception: source elsewhere, ask for a count; ada sees users and audit",
        f"  {url}/store/  as anna  the queue of {store}: accept, pick, pack, ship; receive, count, take a return",
    ]
    if ready:
        newest = ready[-1]
        said.append(
            f"  a customer of {store} waits for {newest['reference']} with the code {newest['code']}: hand it over;"
            f" later codes are in {codes}"
        )
    return [*said, ""]
