"""`stockpool policy`: from a file to what acts, with exit codes that scripts can trust."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from stockpool.entrypoints.cli import running
from stockpool.entrypoints.cli.exits import ExitCode
from stockpool.sourcing.search import compiled

pytestmark = pytest.mark.usefixtures("process_as_it_was")

SMALL = "policy: small\ncurrency: EUR\nrules:\n  - name: all\n    costs:\n      - parcel: {further: 1}\n"


@pytest.fixture
def small(tmp_path: Path) -> str:
    """The file of a policy."""
    return written(tmp_path, "small.yaml", SMALL)


def written(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text)
    return str(folder / name)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a command."""
    code = running.run(["policy", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_search_is_compiled_ahead_and_kept(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed, told = run(capsys, "compile", "--json")
    assert code == ExitCode.OK
    assert "a minute or two" in told
    done = json.loads(printed)
    assert any(Path(done["folder"]).rglob("searching.*.nbi"))


def test_where_nothing_is_kept_that_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "cache_folder", lambda: "")
    code, printed, _ = run(capsys, "compile")
    assert code == ExitCode.OK
    assert "nothing is kept" in printed


def test_lint_says_what_is_wrong_and_ends_with_1(
    small: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "lint", small) == (ExitCode.OK, f"{small}: the policy small can be obeyed\n", "")
    wrong = written(tmp_path, "wrong.yaml", SMALL.replace("further", "furthr"))
    code, out, _ = run(capsys, "lint", wrong)
    assert code == ExitCode.PROBLEMS_FOUND
    assert f"{wrong}:6:18: rules[0].costs[0].parcel.furthr: there is no 'furthr' here; did you mean 'further'?" in out
    code, out, _ = run(capsys, "lint", wrong, "--json")
    assert (code, json.loads(out)["valid"], json.loads(out)["problems"][0]["line"]) == (1, False, 6)
    assert run(capsys, "lint", str(tmp_path / "none.yaml"))[0] == ExitCode.USAGE


@pytest.mark.parametrize(
    ("count", "said"), [(300_000, "has 300,000 bytes"), (9_000_000, "is longer than 8,388,608 bytes")]
)
def test_a_file_that_is_too_long_is_refused(
    count: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "lint", written(tmp_path, "long.yaml", "#" * count))
    assert code in {ExitCode.PROBLEMS_FOUND, ExitCode.USAGE}
    assert said in out + err


def test_a_file_without_an_end_is_not_read_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "lint", "/dev/zero")
    assert code == ExitCode.USAGE
    assert "/dev/zero: is longer than" in err


def test_an_example_is_printed_explained_and_passes_its_cases(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = written(tmp_path, "peak.yaml", run(capsys, "examples", "peak-protection")[1])
    cases = written(tmp_path, "cases.yaml", run(capsys, "examples", "peak-protection", "--cases")[1])
    assert run(capsys, "explain", policy)[1].startswith("# peak-protection\n\nStores help out")
    code, out, _ = run(capsys, "test", policy, cases)
    assert (code, out.splitlines()[-1]) == (ExitCode.OK, "peak-protection: 5 of 5 cases passed")
    other = written(tmp_path, "nearest.yaml", run(capsys, "examples", "nearest")[1])
    code, out, _ = run(capsys, "test", other, cases, "--json")
    assert code == ExitCode.PROBLEMS_FOUND
    assert json.loads(out)["failed"] > 0
    code, _, err = run(capsys, "examples", "pig")
    assert code == ExitCode.USAGE
    assert "balanced-stores, cheapest" in err


def test_a_policy_acts_is_compared_and_taken_back(
    small: str, tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--database-url", database_url)
    dear = written(tmp_path, "dear.yaml", SMALL.replace("further: 1", "further: 2") + "# dearer\n")
    assert run(capsys, "explain", "active", *at)[0] == ExitCode.USAGE
    assert run(capsys, "put", small, *at)[1] == "small@1 is stored\n"
    assert run(capsys, "activate", "small", "--note", "begin", *at)[1] == "small@1 acts from the next order on\n"
    assert run(capsys, "activate", "small@1", *at)[1] == "small@1 acts already\n"
    assert run(capsys, "activate", dear, *at)[1] == "small@2 acts from the next order on\n"
    assert run(capsys, "show", "active", *at)[1].endswith("# dearer\n")
    code, out, _ = run(capsys, "diff", "small@1", "active", *at)
    assert code == ExitCode.PROBLEMS_FOUND
    assert [line for line in out.splitlines() if line[:1] in "+-"][2:] == [
        "-      - parcel: {further: 1}", "+      - parcel: {further: 2}",
    ]  # fmt: skip
    assert run(capsys, "diff", "small@2", dear, *at)[:2] == (ExitCode.OK, "both say the same\n")
    assert run(capsys, "rollback", "--note", "too dear", *at)[1] == "small@1 acts from the next order on\n"
    assert run(capsys, "rollback", *at)[1] == "the built-in routing acts from the next order on\n"
    code, _, err = run(capsys, "rollback", *at)
    assert code == ExitCode.PROBLEMS_FOUND
    assert "the built-in routing acts already" in err
    steps = json.loads(run(capsys, "history", "--json", *at)[1])["steps"]
    assert [(each["policy"], each["version"], each["note"]) for each in steps] == [
        (None, None, ""), ("small", 1, "too dear"), ("small", 2, ""), ("small", 1, "begin"),
    ]  # fmt: skip
    assert all(each["activated_by"].startswith("cli") for each in steps)
    with psycopg.connect(database_url, autocommit=True) as connection:
        key = "insert into api_keys (id, name, secret_sha256, scopes, created_at) values (%s, %s, %s, %s, now())"
        connection.execute(key, ("0123456789ab", "nightly", bytes(32), ["plan"]))
        step = "insert into policy_activations values (9, 'small', 1, null, now(), '0123456789ab', '')"
        connection.execute(step)
    assert run(capsys, "history", "--limit", "1", *at)[1].endswith("small@1  nightly\n"), "keys are told by name"


def test_what_cannot_be_obeyed_is_refused_with_its_lines(
    tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = written(tmp_path, "gone.yaml", SMALL + "    filters:\n      - nodes: {only: [hull]}\n")
    code, _, err = run(capsys, "activate", gone, "--database-url", database_url)
    assert code == ExitCode.PROBLEMS_FOUND
    assert "small@1:8:24: rules[0].filters[0].nodes.only[0]: there is no node and no kind of nodes 'hull'" in err
    code, out, _ = run(capsys, "lint", gone, "--names", "--database-url", database_url)
    assert code == ExitCode.OK
    assert "warning" in out
    for named in ("other", "small@9", "small@x"):
        assert run(capsys, "activate", named, "--database-url", database_url)[0] != ExitCode.OK


DECIDED = """
    insert into shadow_decisions (
        day, order_id, shadow, active, same, units, shadow_nodes, active_nodes, shadow_short, active_short, shadow_km,
        active_km, shadow_cost, active_cost
    ) values
        ('2026-05-01', gen_random_uuid(), 'small@1', null, true, 2, '{leeds}', '{leeds}', 0, 0, 10, 10,
         4000000, 4000000),
        ('2026-05-01', '00000000-0000-7000-8000-000000000001', 'small@1', null, false, 3, '{leeds,hull}', '{york}',
         0, 0, 30, 10, 3000000, 5500000)"""


def test_a_policy_decides_beside_the_active_one_and_a_day_of_it_is_told(
    small: str, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--database-url", database_url)
    run(capsys, "put", small, *at)
    assert run(capsys, "shadow", *at)[1] == "no policy decides beside the active one\n"
    assert run(capsys, "shadow", "small@1", *at)[1].startswith("small@1 decides beside the active one since 20")
    assert json.loads(run(capsys, "shadow", "--json", *at)[1])["shadow"]["policy"] == "small"
    with psycopg.connect(database_url) as connection:
        connection.execute(DECIDED)
    assert run(capsys, "shadow", "report", "--day", "2026-05-01", *at)[1].splitlines() == [
        "2026-05-01: small@1 beside the built-in routing",
        "  orders       2, the same choice for 50.0 %",
        "  cost         by small@1 3.50 EUR an order instead of 4.75: -1.25 (95 %: -3.70 to 1.20), of 2 orders",
        "  split        50.0 % instead of 0.0 %",
        "  distance     20.0 km an order instead of 10.0 km",
        "  short        0 of 5 units instead of 0",
        "  orders at    hull: 1 instead of 0",
        "  orders at    leeds: 2 instead of 1",
        "  orders at    york: 0 instead of 1",
        "  differs most 00000000-0000-7000-8000-000000000001: leeds + hull instead of york, -2.50",
    ]
    (told,) = json.loads(run(capsys, "shadow", "report", "--day", "2026-05-01", "--json", *at)[1])["comparisons"]
    assert (told["orders"], told["cost"]["difference"]) == (2, "-1.25")
    assert run(capsys, "shadow", "--off", *at)[1] == "no policy decides beside the active one\n"
    for wrong in (["other"], ["small", "--off"], ["--day", "2026-05-01"]):
        assert run(capsys, "shadow", *wrong, *at)[0] != ExitCode.OK


def test_outlooks_are_worked_out_of_sales(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--database-url", database_url)
    assert run(capsys, "outlook", *at)[1] == "nothing was sold in 56 days: no outlook is known by sales\n"
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "insert into past_sales (source, source_id, kind, sku, node, quantity, occurred_at)"
            " values ('till', '1', 'sale', 'tea', 'leeds', 8, now() - interval '4 days')"
        )
    told = json.loads(run(capsys, "outlook", "--days", "10", "--json", *at)[1])
    assert told["outlooks"] == 1
    with psycopg.connect(database_url) as connection:
        (found,) = connection.execute("select demand_per_day from sku_outlooks").fetchall()
    assert found[0] == pytest.approx(2, abs=0.01)
