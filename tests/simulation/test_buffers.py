"""What confidence buffers save, on the same days without them; and what they cost."""

from __future__ import annotations

from stockpool.simulation.benchmarks.buffers import BufferPlan, bench_buffers


def test_buffers_keep_promises_that_are_broken_without_them_and_cost_orders() -> None:
    """The negative control is the same script without buffers: it breaks several times as many."""
    found = bench_buffers(BufferPlan())
    assert found.broken_without > 30
    assert found.broken_with["0.95"] * 3 < found.broken_without
    by_confidence = [found.broken_without, *found.broken_with.values()]
    assert by_confidence == sorted(by_confidence, reverse=True)
    refused = [found.refused_without, *found.refused_with.values()]
    assert refused == sorted(refused), "what is held back is refused to somebody"
    assert found == bench_buffers(BufferPlan())


def test_a_pool_of_quick_feeds_loses_nothing_by_buffers() -> None:
    found = bench_buffers(BufferPlan(uploads_every_s=(2,), days=10))
    assert found.refused_with["0.95"] == found.refused_without
    assert found.broken_without == 0


def test_records_that_say_too_much_are_held_back_for_too() -> None:
    found = bench_buffers(BufferPlan(wrong_share=0.1, uploads_every_s=(2,), days=10))
    assert found.broken_with["0.95"] * 4 < found.broken_without
