"""Reading needs bounded memory, whatever the size of the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROWS = 300_000
PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from stockpool.connectors.api import open_tables
from stockpool.connectors.messages import Known

folder = Path(sys.argv[1])
with open_tables(folder, folder / "out", now=datetime.now(UTC), memory_mb=int(sys.argv[2])) as reader:
    checked = reader.check("sales", Known({"A": 0}, frozenset({"dc"})))
    copied = sum(len(batch.lines) for batch in checked.copy_batches(50_000))
lines = Path("/proc/self/status").read_text().splitlines()
peak_kb = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
print(checked.name, copied, peak_kb // 1024)
"""


def peak_mb(folder: Path, memory_mb: int) -> int:
    """The largest size of a process that reads the folder."""
    command = [sys.executable, "-c", PROGRAM, str(folder), str(memory_mb)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, timeout=100)
    name, copied, peak = answer.stdout.split()
    assert name == "sales"
    assert int(copied) > ROWS * 60
    return int(peak)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read from /proc")
def test_a_large_file_is_read_in_bounded_memory(tmp_path: Path) -> None:
    with (tmp_path / "sales.csv").open("w") as stream:
        stream.write("source_id,sku,node,quantity,occurred_at,note\n")
        stream.writelines(f"till-{n:030d},A,dc,1,2026-05-01T10:00:00Z,{'n' * 200}{n}\n" for n in range(ROWS))

    bounded, unbounded = peak_mb(tmp_path, 128), peak_mb(tmp_path, 8000)

    assert bounded < 260
    assert unbounded > bounded + 80, "the file must be large enough for the bound to matter"
