"""Files that no honest program wrote, given to `score` and `import_tender`: a line for each fault and status 2, no traceback."""

import json
import os
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from django.core.management import call_command

from commissioning.evaluation.scoring import CaseFaults, load_case, score
from commissioning.tenders import tenderfile
from commissioning.tenders.models import Tender
from tests.test_score_command import CASE

SAMPLE = (Path(tenderfile.__file__).parents[1] / "samples" / "bulky-waste.json").read_bytes()
GOOD = {"score": json.dumps(CASE).encode(), "import_tender": SAMPLE}
SPOILT = {
    "empty": lambda good: b"",
    "one space": lambda good: b" ",
    "half": lambda good: good[: len(good) // 2],
    "without its last byte": lambda good: good.rstrip()[:-1],
    "twice": lambda good: good + good,
    "with a tail": lambda good: good + b"}",
    "UTF-16": lambda good: good.decode().encode("utf-16"),
    "UTF-32": lambda good: good.decode().encode("utf-32"),
    "Latin-1": lambda good: b'{"title": "caf\xe9"}',
    "UTF-16 without a mark": lambda good: good.decode().encode("utf-16-le"),
    "NULs": lambda good: b"\0" * 1000,
    "a NUL inside": lambda good: good.replace(b"{", b"{\0", 1),
    "binary": lambda good: bytes(range(256)) * 40,
    "PDF": lambda good: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "ZIP": lambda good: b"PK\x03\x04" + b"\0" * 100,
    "HTML": lambda good: b"<!DOCTYPE html><script>alert(1)</script>",
    "null": lambda good: b"null",
    "true": lambda good: b"true",
    "a number": lambda good: b"1e999999",
    "a long number": lambda good: b"9" * 10_000,
    "text": lambda good: b'"tender"',
    "half a character": lambda good: b'"\\ud800"',
    "half a character as a key": lambda good: b'{"\\ud800": 1}',
    "half a character in a title": lambda good: b'{"title": "\\udfff", "id": "\\ud800"}',
    "NaN": lambda good: b'{"value": NaN, "bids": NaN}',
    "Infinity": lambda good: b'{"value": -Infinity}',
    "a list": lambda good: b"[]",
    "a list of objects": lambda good: b"[{}]",
    "no keys": lambda good: b"{}",
    "an empty key": lambda good: b'{"": ""}',
    "deep lists": lambda good: b"[" * 200_000,
    "deep objects": lambda good: b'{"a":' * 200_000,
    "deep and closed": lambda good: b"[" * 3000 + b"]" * 3000,
    "deep criteria": lambda good: b'{"criteria":[' * 500 + b"]}" * 500,
    "one key twice": lambda good: good.replace(b"{", b'{"criteria": [], "criteria": [], ', 1),
    "10 MB of spaces": lambda good: b" " * 10_485_761,
    "10 MB of text": lambda good: b'{"title": "' + b"a" * 10_485_761 + b'"}',
    "many keys": lambda good: json.dumps({f"key {place}": place for place in range(3000)}).encode(),
    "many criteria": lambda good: json.dumps({"criteria": [{}] * 3000}).encode(),
    "a comment": lambda good: b"// a tender\n" + good,
    "a comma too many": lambda good: good.rstrip()[:-1] + b",}",
    "single quotes": lambda good: good.replace(b'"', b"'"),
}
VALUES = (
    *(None, True, 0, -1, 10**40, 1.5, "", " ", "\0", "NaN", "-Infinity", "1e999999", "9" * 5000, "🦔", "\u202eabc"),
    *([], [[]], [None], {}, {"": {}}, "\ud800", "2026-02-30", "0000-00-00T99:99:99Z"),
)


@pytest.fixture
def run(cast, capsys, tmp_path):
    """Run one of the two commands on a path; give back status, standard output and lines of standard error."""

    def run(command: str, path: object) -> tuple[int, str, list[str]]:
        more = ["--authority", cast.county.slug] if command == "import_tender" else []
        status = 0
        try:
            call_command(command, str(path), *more)
        except SystemExit as leaving:
            status = leaving.code
        told = capsys.readouterr()
        return status, told.out, told.err.splitlines()

    return run


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("command", GOOD)
def test_a_spoilt_file_is_refused_in_lines(run, tmp_path, command, how):
    path = tmp_path / "file.json"
    path.write_bytes(SPOILT[how](GOOD[command]))
    status, out, lines = run(command, path)
    assert (status, out) == (2, "")
    assert lines
    assert [line for line in lines if not line.strip() or "Traceback" in line or len(line) > 1000] == []
    assert Tender.objects.count() == 0


@pytest.mark.parametrize("command", GOOD)
@pytest.mark.parametrize("path", ["", ".", "/no/such/file.json", "/dev/zero", "a\0b", "x" * 5000, "/etc/passwd/x"])
def test_a_path_to_nothing_is_said(run, command, path):
    status, out, lines = run(command, path)
    assert (status, out, len(lines)) == (2, "", 1)


@pytest.mark.parametrize("command", GOOD)
def test_a_link_to_itself_is_said(run, tmp_path, command):
    link = tmp_path / "link.json"
    os.symlink(link, link)
    status, out, lines = run(command, link)
    assert (status, out, len(lines)) == (2, "", 1)


@pytest.mark.parametrize("command", GOOD)
def test_a_byte_order_mark_is_read_over(run, tmp_path, command):
    path = tmp_path / "file.json"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD[command])
    status, out, lines = run(command, path)
    assert (status, lines) == (0, [])
    assert out


def places(node: object, path: tuple = ()) -> Iterator[tuple]:
    """The path of every value inside a JSON value, the first of each list only."""
    if path:
        yield path
    if isinstance(node, dict):
        for key, value in node.items():
            yield from places(value, (*path, key))
    elif isinstance(node, list):
        for place, value in enumerate(node[:2]):
            yield from places(value, (*path, place))


def spoilt(whole: dict, path: tuple, value: object) -> bytes:
    """The whole with one value replaced, as JSON."""
    changed = deepcopy(whole)
    node = changed
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return json.dumps(changed).encode()


def test_every_value_of_a_case_replaced_by_every_other_kind():
    found = 0
    for path in places(CASE):
        for value in VALUES:
            try:
                score(load_case(spoilt(CASE, path, value)))
            except CaseFaults as faults:
                found += 1
                assert all("\n" not in str(fault) for fault in faults.faults)
    assert found > 500


def test_every_value_of_a_tender_replaced_by_every_other_kind():
    whole, found = json.loads(SAMPLE), 0
    for path in places(whole):
        for value in VALUES:
            try:
                tenderfile.write(tenderfile.read(spoilt(whole, path, value)))
            except tenderfile.TenderFileFaults as faults:
                found += 1
                assert all("\n" not in str(fault) for fault in faults.faults)
    assert found > 1000
