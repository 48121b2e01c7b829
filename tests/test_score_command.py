"""``manage.py score``: the result on standard output and 0, or one line per fault on standard error and 2."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from commissioning.evaluation.scoring import LARGEST_FILE, load_case, result_as_json, score

CASE = {
    "scale": {"max": "5"},
    "criteria": [
        {
            "id": "Q",
            "weight": "60",
            "threshold": "60",
            "children": [
                {"id": "Q1", "weight": "70", "kind": "mark", "minimum": "2"},
                {"id": "Q2", "weight": "30", "kind": "quantity", "formula": "target_capped", "target": "10"},
            ],
        },
        {"id": "P", "weight": "40", "kind": "price", "formula": "lowest_over_price"},
        {"id": "G", "kind": "pass"},
    ],
    "ties": ["Q", "lowest_price"],
    "places": 2,
    "bids": [
        {"id": "A", "price": "1000000", "marks": {"Q1": "4"}, "quantities": {"Q2": "8"}, "passes": {"G": True}},
        {"id": "Café 🎈", "price": 1250000, "marks": {"Q1": 5}, "quantities": {"Q2": 12}, "passes": {"G": True}},
        {"id": "C", "price": "1", "marks": {"Q1": "5"}, "quantities": {"Q2": "9"}, "passes": {"G": False}},
    ],
}


@pytest.fixture
def run(capsys):
    """Run the command here: status, standard output, lines of standard error."""

    def run(path):
        status = 0
        try:
            call_command("score", str(path))
        except SystemExit as leaving:
            status = leaving.code
        told = capsys.readouterr()
        return status, told.out, told.err.splitlines()

    return run


@pytest.fixture
def written(tmp_path):
    """Write a case, or any bytes, to a file."""

    def written(content):
        path = tmp_path / "case.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return written


def test_a_sound_case(run, written):
    # A: 60% of 80 + 40 = 88. Café: 60 + 40 x 1,000,000 / 1,250,000 = 92. C fails the gate and is no lowest price.
    status, out, err = run(written(CASE))
    assert (status, err) == (0, [])
    found = json.loads(out)
    assert [(bid["id"], bid["rank"], bid["total"], bid["display"]) for bid in found["bids"]] == [
        ("Café 🎈", 1, "92", "92.00"),
        ("A", 2, "88", "88.00"),
        ("C", None, "98.2", "98.20"),
    ]
    assert found["bids"][2]["disqualified"] == "G: did not pass"
    assert out == result_as_json(score(load_case(json.dumps(CASE)))) + "\n"


def test_standard_input(run, written, monkeypatch):
    for text, expected in ((json.dumps(CASE), 0), ("{", 2)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        status, out, err = run("-")
        assert (status, bool(out), len(err)) == (expected, expected == 0, expected // 2)


def test_one_line_for_each_fault(run, written):
    spoilt = json.loads(json.dumps(CASE))
    spoilt["criteria"][1]["weight"] = "30"
    spoilt["bids"][0]["marks"] = {"Q1": "6", "bad\nid": "1"}
    assert run(written(spoilt)) == (
        2,
        "",
        [
            "criteria: each weight here adds up to 90, and together they must be exactly 100",
            "bids[0].marks.Q1: 6 is above 5",
            "bids[0].marks['bad\\nid']: unknown id: no criterion has it",
        ],
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "case: is not JSON"),
        (b"\x00\x01\x02", "case: is not JSON"),
        (b"\xff", "case: is not UTF-8 text"),
        (b"[" * 100_000, "case: is nested too deeply"),
        (b" " * (LARGEST_FILE + 1), "case: is larger than"),
        (b"%PDF-1.7\n", "case: is not JSON"),
        (b'"\\ud800"', "case: must be an object"),
    ],
)
def test_files_that_are_no_case(run, written, content, told):
    status, out, (line,) = run(written(content))
    assert (status, out) == (2, "")
    assert line.startswith(told)


def test_files_that_cannot_be_read(run, tmp_path):
    assert run(tmp_path / "none.json") == (2, "", [f"{tmp_path}/none.json: cannot be read: No such file or directory"])
    assert run(tmp_path) == (2, "", [f"{tmp_path}: cannot be read: Is a directory"])
    status, _, (line,) = run("a\0b")
    assert status == 2 and "cannot be read" in line


def test_an_endless_file(run):
    assert run("/dev/zero")[0] == 2


def test_it_needs_no_database(written):
    """As a process of its own, with a database address where nothing listens."""
    surroundings = os.environ | {
        "DJANGO_SETTINGS_MODULE": "socialvalue.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "PYTHONIOENCODING": "ascii",
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", "score", str(written(CASE))],
        cwd=Path(__file__).parent.parent,
        env=surroundings,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["working"]["qualifying"] == 2
