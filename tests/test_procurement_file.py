"""The procurement file: what is in it at which stage, the same byte for byte, and a check that finds what was spoiled."""

import hashlib
import io
import json
import re
import subprocess
import zipfile
from datetime import timedelta

import pytest
from django.core.management import call_command

from commissioning.evaluation import actions, papers
from commissioning.evaluation.models import Paper
from commissioning.evaluation.papers.procurement_file import AUDIT_NAME, SUMS_NAME
from socialvalue.refusals import Refused
from tests.play_evaluation import marking, priced, told

KIND = papers.KINDS[Paper.Kind.PROCUREMENT_FILE]


@pytest.fixture
def made(cast, now) -> bytes:
    """The file once every bidder is told."""
    return KIND.build(told(cast, now).evaluation)


def files_in(content: bytes) -> dict[str, bytes]:
    """Every file of a zip by its name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(tmp_path, files: dict[str, bytes]) -> str:
    """The files as a zip with sums that fit, so that only a deeper check finds what was spoiled."""
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in files if name != SUMS_NAME)
    path = tmp_path / "file.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (files | {SUMS_NAME: sums.encode()}).items():
            archive.writestr(name, content)
    return str(path)


def test_it_holds_what_explains_the_decision_and_says_what_is_elsewhere(made) -> None:
    files = files_in(made)
    assert list(files) == sorted(files)
    manifest = json.loads(files["manifest.json"])
    assert manifest["missing"] == []
    assert set(files) == {one["path"] for one in manifest["files"]} | {
        "SHA256SUMS",
        "index.html",
        "manifest.json",
        "style.css",
    }
    expected = {
        "tender/version-1.json",
        "tender/clarifications.json",
        "tender/consideration-record.pdf",
        "tender/engagement.json",
        "evaluation/opening-record.pdf",
        "evaluation/evaluation-report.pdf",
        "award/assessment-summaries.pdf",
        "evaluation/conflict-register.pdf",
        "evaluation/moderation-record.pdf",
        "evaluation/evaluation-report.json",
        "ranking/score-case.json",
        "ranking/result.json",
        "award/recommendation-report.pdf",
        "award/notice-and-standstill.json",
        "award/assessment-summary-001.json",
        "audit.json",
    }
    assert expected - set(files) == set()
    assert "Procurement Act 2023, s.98" in manifest["keep"]


def test_the_index_has_no_script_and_links_only_to_what_is_in_the_file(made) -> None:
    files = files_in(made)
    index = files["index.html"].decode()
    links = set(re.findall(r'(?:href|src)="([^"]+)"', index))
    assert links - set(files) == set()
    assert "<script" not in index
    assert " style=" not in index


def test_sha256sum_finds_every_file_as_it_was(made, tmp_path) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(["sha256sum", "--strict", "-c", SUMS_NAME], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stdout.count(b": OK") == len(files_in(made)) - 1


def test_asked_for_again_later_it_is_the_same_byte_for_byte(cast, now, portal_clock) -> None:
    evaluation = told(cast, now).evaluation
    first = KIND.build(evaluation)
    actions.ask_for_paper(evaluation, Paper.Kind.PROCUREMENT_FILE, by=cast.procurement, now=now)
    portal_clock.move_to(now + timedelta(days=400))
    assert KIND.build(evaluation) == first


def test_before_prices_are_opened_it_holds_no_price_and_no_mark_and_says_why(cast, now) -> None:
    early = files_in(KIND.build(marking(cast, now)))
    assert not [name for name in early if name.startswith(("ranking/", "award/"))]
    assert not {"evaluation/moderation-record.pdf", "evaluation/evaluation-report.json"} & set(early)
    missing = dict(json.loads(early["manifest.json"])["missing"])
    assert "The prices are sealed." in missing.values()
    assert "The prices are sealed." in early["index.html"].decode()


MAY = {"procurement": True, "auditor": True, "chair": False, "evaluator": False, "owner": False, "stranger": False}


@pytest.mark.parametrize(("person", "may"), MAY.items())
def test_who_may_have_it_made(cast, now, person, may) -> None:
    evaluation = priced(cast, now)
    try:
        actions.ask_for_paper(evaluation, Paper.Kind.PROCUREMENT_FILE, by=getattr(cast, person), now=now)
    except Refused:
        assert not may
    else:
        assert may


def test_the_check_finds_a_sound_file_sound(made, tmp_path, capsys) -> None:
    call_command("verify_procurement_file", zipped(tmp_path, files_in(made)))
    assert "the audit trail and the ranking agree" in capsys.readouterr().out


def test_the_check_finds_a_changed_file_and_one_that_is_gone(made, tmp_path, capsys) -> None:
    files = files_in(made)
    path = tmp_path / "spoiled.zip"
    files["style.css"] += b" "
    del files["manifest.json"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(SystemExit) as left:
        call_command("verify_procurement_file", str(path))
    assert left.value.code == 1
    assert capsys.readouterr().err.splitlines() == [
        "manifest.json: is listed but not there.",
        "style.css: was changed.",
    ]


def test_the_check_finds_a_changed_entry_and_a_changed_mark_though_the_sums_were_made_to_fit(
    made, tmp_path, capsys
) -> None:
    files = files_in(made)
    trail = json.loads(files[AUDIT_NAME])
    trail[2]["person_name"] = "Somebody else"
    files[AUDIT_NAME] = json.dumps(trail).encode()
    case = json.loads(files["ranking/score-case.json"])
    case["bids"].pop()
    files["ranking/score-case.json"] = json.dumps(case).encode()
    with pytest.raises(SystemExit) as left:
        call_command("verify_procurement_file", zipped(tmp_path, files))
    assert left.value.code == 1
    assert capsys.readouterr().err.splitlines() == [
        "audit.json: entry 3 does not match its hash.",
        "ranking/score-case.json: gives another ranking than the one that is kept beside it.",
    ]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + bytes(60)])
def test_the_check_refuses_what_is_no_zip(tmp_path, content, capsys) -> None:
    path = tmp_path / "junk.zip"
    path.write_bytes(content)
    with pytest.raises(SystemExit) as left:
        call_command("verify_procurement_file", str(path))
    assert left.value.code == 1
    assert "cannot be read" in capsys.readouterr().err
