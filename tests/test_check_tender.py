"""``manage.py check_tender``: findings and hours as JSON and 0 or 1, or one line per fault on standard error and 2."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from commissioning.authorities.policy import DEFAULTS, FIGURES
from commissioning.tenders import tenderfile
from tests import spoiled_figures, spoiled_words
from tests.test_hostile_files import SPOILT

SAMPLES = Path(tenderfile.__file__).parents[1] / "samples"
STEMS = ("bulky-waste", "design-and-build", "school-works", "sen-transport")
ON = "2026-11-22"
SPOILS = {**spoiled_words.SPOILS, **spoiled_figures.SPOILS}

# The rules that were agreed, with what each may do: warn in most cases, stop in the worst.
IDS = {
    "relevance.no-priority": {"stop"},
    "relevance.same-reason": {"warn"},
    "relevance.general-policy": {"warn"},
    "relevance.not-this-service": {"warn"},
    "relevance.locality": {"stop", "warn"},
    "proportion.weight": {"warn"},
    "proportion.questions": {"warn"},
    "proportion.effort": {"stop", "warn"},
    "proportion.words-per-point": {"warn"},
    "proportion.evidence-early": {"warn"},
    "proportion.monitoring": {"warn"},
    "inclusion.turnover": {"stop"},
    "inclusion.insurance": {"stop"},
    "inclusion.accounts": {"stop"},
    "inclusion.prior-award": {"stop"},
    "inclusion.suitability-stage": {"stop"},
    "inclusion.lots": {"stop"},
    "inclusion.period": {"stop", "warn"},
    "inclusion.partners": {"warn"},
    "inclusion.reach": {"warn"},
    "inclusion.closing": {"stop"},
    "clarity.reading-age": {"advise"},
    "clarity.many-asks": {"advise"},
    "clarity.acronym": {"advise"},
    "clarity.levels": {"stop"},
    "clarity.quantity": {"stop"},
    "fairness.relative": {"warn"},
    "fairness.double-count": {"stop"},
    "measure.unmonitored": {"warn"},
    "measure.kpis": {"stop"},
    "balance.strands": {"stop"},
}
OF_A_POLICY = {"balance.benefits"}
"""Found only under a policy that asks for it."""


@pytest.fixture
def run(capsys) -> Callable[..., tuple[int, dict, list[str]]]:
    """Run the command here: status, what it printed, lines of standard error. Without the database fixture, any query fails."""

    def run(path: object, *options: str, on: str = ON) -> tuple[int, dict, list[str]]:
        status = 0
        try:
            call_command("check_tender", str(path), "--on", on, *options)
        except SystemExit as leaving:
            status = leaving.code
        told = capsys.readouterr()
        return status, json.loads(told.out) if told.out else {}, told.err.splitlines()

    return run


@pytest.fixture
def written(tmp_path) -> Callable[..., Path]:
    """Write JSON, or any bytes, to a file."""

    def written(content: object, name: str = "tender.json") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return written


def sample(stem: str) -> dict:
    """A sample tender as parsed JSON."""
    return json.loads((SAMPLES / f"{stem}.json").read_text())


def places(said: dict) -> set[tuple[str, str]]:
    """The (id, path) of every finding."""
    return {(finding["id"], finding["at"]) for finding in said["findings"]}


@pytest.mark.parametrize("register", [(), ("--providers", str(spoiled_figures.REGISTER))], ids=["alone", "register"])
@pytest.mark.parametrize("stem", STEMS)
def test_the_samples_are_fit_to_be_published(run, stem, register):
    """No stop, and every warning has its recorded reason."""
    status, said, err = run(SAMPLES / f"{stem}.json", *register)
    assert (status, err) == (0, [])
    assert {one["id"] for one in said["findings"]} <= sample(stem).get("reasons", {}).keys()


def test_the_shape_of_what_is_printed(run):
    status, said, _ = run(SAMPLES / "bulky-waste.json")
    assert status == 0
    assert said["findings"] == [
        {
            "id": "inclusion.period",
            "severity": "warn",
            "at": "timetable.closes_at",
            "words": "Christmas",
            "reason": "The time to bid runs over Christmas, when small teams are away.",
            "mend": "Move the dates, or give more time and say so.",
            "source": "Default of this portal: small providers are away or shut",
        }
    ]
    # 800 + 700 + 500 + 300 + 200 + 150 words at 300 an hour, two promises of two hours, one document of one.
    assert said["effort"]["hours"] == 13.8
    assert said["effort"]["questions"][0] == {"id": "T1", "hours": 2.7}
    assert [one["id"] for one in said["effort"]["questions"]] == ["T1", "T2", "T3", "SV1", "SV2", "SV3", "SV4", "SV5"]


@pytest.mark.parametrize("id", SPOILS)
def test_a_spoiled_copy_gains_its_own_finding_and_nothing_else(run, written, id):
    stem, change = SPOILS[id]
    register = ("--providers", str(spoiled_figures.REGISTER)) if id == "inclusion.reach" else ()
    _, before, _ = run(SAMPLES / f"{stem}.json", *register)
    spoiled = sample(stem)
    change(spoiled)
    status, after, err = run(written(spoiled), *register)
    assert err == []
    assert {found for found, _ in places(after) - places(before)} == {id}
    assert places(before) <= places(after)
    gained = [one for one in after["findings"] if one["id"] == id and (id, one["at"]) not in places(before)]
    assert {one["severity"] for one in gained} <= IDS[id]
    assert status == ("stop" in {one["severity"] for one in after["findings"]})
    assert all(one["reason"] and one["mend"] and one["source"] for one in gained)


def test_there_is_a_spoiled_copy_for_every_rule():
    assert SPOILS.keys() == IDS.keys()


def test_no_rule_gives_an_id_that_was_not_agreed():
    """Every id written in the rules is one of the table, and the other way round."""
    rules = Path(tenderfile.__file__).parents[1] / "proportionality"
    written = {id for file in rules.glob("*.py") for id in re.findall(r'id="([a-z]+\.[a-z-]+)"', file.read_text())}
    assert written == IDS.keys() | OF_A_POLICY


# The published case


def unwieldy() -> dict:
    """44 questions of 500 to 2,000 words for GBP 350,000 a year (Lloyds Bank Foundation, Commissioning in Crisis, 2016).

    All else is our own: three years, a third of the questions on social value, weights alike.
    """
    tender = sample("bulky-waste")
    tender["value"] = {"amount": "1050000", "currency": "GBP", "years": "3"}
    tender["monitoring"] = {"every_months": 12, "indicators": []}
    limits = [500 + 1500 * place // 43 for place in range(44)]
    asked = [
        {
            "id": f"Q{place + 1}",
            "kind": "narrative",
            "weight": "3.5" if place % 11 else "2",
            "word_limit": limit,
            "text": f"How will you run part {place + 1} of the service?",
            "specification": ["S1"],
            "relevance": f"Part {place + 1} matters to the people who use it.",
            "proportionality": "It is asked of all.",
        }
        for place, limit in enumerate(limits)
    ]
    method, social = tender["criteria"][0]["criteria"]
    method["questions"], social["questions"] = asked[:30], asked[30:]
    return tender


def test_the_published_case_is_plainly_out_of_proportion(run, written):
    status, said, _ = run(written(unwieldy()))
    assert status == 1
    found = {one["id"]: one for one in said["findings"]}
    # 500 to 2,000 words in even steps: 54,979 words, 183.3 hours, and an hour for the pricing schedule.
    assert said["effort"]["hours"] == 184.3
    assert len(said["effort"]["questions"]) == 44
    # 184.26 hours x 6 bidders x £40 = £44,223 of £1,050,000.
    assert found["proportion.effort"]["severity"] == "stop"
    assert found["proportion.effort"]["words"] == "184.3 hours each, £44,223 for 6 bidders"
    assert "4.21% of what the contract is worth" in found["proportion.effort"]["reason"]
    assert found["proportion.questions"]["words"] == "14 questions"
    assert "balance.strands" in found


def test_the_published_case_is_stopped_by_its_hours_alone(run, written):
    """Two bidders cost little against the value; 184 hours for £350,000 a year are too many all the same."""
    tender = unwieldy()
    tender["expected_bidders"] = 2
    status, said, _ = run(written(tender))
    (found,) = [one for one in said["findings"] if one["id"] == "proportion.effort"]
    assert (status, found["severity"], found["words"]) == (1, "stop", "184.3 hours")


# What it is checked against


def test_a_policy_file_moves_a_finding(run, written):
    policy = {
        "format": "socialvalue-policy/1",
        "name": "A council",
        "values": [
            {"key": "questions.medium", "value": "4", "since": "2026-04-01", "source": "Cabinet, 3 March 2026"},
            {"key": "questions.medium", "value": "9", "since": "2027-04-01", "source": "Cabinet, 2 March 2027"},
        ],
    }
    path = SAMPLES / "bulky-waste.json"
    options = ("--policy", str(written(policy, "policy.json")))
    _, said, _ = run(path, *options)
    (found,) = [one for one in said["findings"] if one["id"] == "proportion.questions"]
    assert (found["words"], found["source"]) == ("5 questions", "Cabinet, 3 March 2026")
    for day in ("2026-03-31", "2027-04-01"):
        assert "proportion.questions" not in {one["id"] for one in run(path, *options, on=day)[1]["findings"]}


def test_faults_of_the_other_files_name_them(run, written):
    path = SAMPLES / "bulky-waste.json"
    status, said, err = run(path, "--policy", str(written({"format": "x"}, "policy.json")))
    assert (status, said) == (2, {})
    assert err[0].startswith("policy ") and len(err) > 1
    register = {"format": "socialvalue-providers/1", "providers": [{"kind": "club", "name": "Ann's"}]}
    status, _, err = run(path, "--providers", str(written(register, "providers.json")))
    assert status == 2
    assert [line.partition(": ")[0] for line in err] == [
        "providers providers[0].name",
        "providers providers[0].kind",
        "providers providers[0].size",
        "providers providers[0].services",
        "providers providers[0].areas",
    ]


def test_a_day_that_is_none(run):
    with pytest.raises(CommandError, match="is not a day"):
        run(SAMPLES / "bulky-waste.json", on="2027-02-30")


def test_who_serves_the_county_serves_its_districts(run, written):
    """The register's waste providers serve Hertfordshire; the tender is for Stevenage, in it, or for Leeds, which is not."""
    tender = sample("bulky-waste")
    SPOILS["inclusion.reach"].change(tender)
    for area, is_found in (("Stevenage", True), ("Leeds", False)):
        tender["area"] = [area]
        _, said, _ = run(written(tender), "--providers", str(spoiled_figures.REGISTER))
        assert (("inclusion.reach", "conditions[2]") in places(said)) is is_found


# Files that are not tenders


@pytest.mark.parametrize("how", SPOILT)
def test_a_file_that_is_no_tender(run, written, how):
    status, said, err = run(written(SPOILT[how]((SAMPLES / "bulky-waste.json").read_bytes())))
    assert (status, said) == (2, {})
    assert err
    assert [
        line for line in err if not line.strip() or "Traceback" in line or ": " not in line or len(line) > 1000
    ] == []


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda tender: tender.update(colour="red"), "colour: "),
        (lambda tender: tender["criteria"][0].update(colour="red"), "criteria[0].colour: "),
        (lambda tender: tender.pop("procedure"), "procedure: "),
        (lambda tender: tender["value"].update(amount=1200000), "value.amount: "),
        (lambda tender: tender.update(partners_allowed="yes"), "partners_allowed: "),
        (lambda tender: tender["timetable"].update(closes_at="soon"), "timetable.closes_at: "),
        (lambda tender: tender["conditions"][1].update(id="C1"), "conditions[1].id: "),
    ],
)
def test_one_fault_is_one_line_with_its_path(run, written, change, line):
    tender = deepcopy(sample("bulky-waste"))
    change(tender)
    status, said, err = run(written(tender))
    assert (status, said, len(err)) == (2, {}, 1)
    assert err[0].startswith(line)


@pytest.mark.parametrize("path", ["", ".", "/no/such/file.json", "/dev/zero", "a\0b", "x" * 5000, "/etc/passwd/x"])
def test_a_path_to_nothing(run, path):
    status, said, err = run(path)
    assert (status, said, len(err)) == (2, {}, 1)


def test_standard_input(run, monkeypatch):
    whole = (SAMPLES / "school-works.json").read_bytes()
    for content, expected in ((whole, 0), (whole[:900], 2)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        assert run("-")[0] == expected


def test_the_least_that_a_tender_may_say(run, written):
    """An empty draft is not scolded: only what must be there in every tender."""
    least = {"title": "A", "value": {"amount": "90000"}, "procedure": "open", "criteria": []}
    status, said, err = run(written(least))
    assert (status, err, places(said)) == (1, [], {("inclusion.lots", "no_lots_reason")})
    assert said["effort"] == {"hours": 0.0, "questions": []}


def test_it_needs_no_database(written):
    """As a process of its own, with a database address where nothing listens, and a terminal that knows only ASCII."""
    surroundings = os.environ | {
        "DJANGO_SETTINGS_MODULE": "socialvalue.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "PYTHONIOENCODING": "ascii",
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", "check_tender", str(written(unwieldy())), "--on", ON],
        cwd=Path(__file__).parent.parent,
        env=surroundings,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert json.loads(done.stdout)["effort"]["hours"] == 184.3


# The page of the rules


def rows_of_the_page() -> dict[str, list[str]]:
    """The cells of each row of docs/checker.md by the id in the first."""
    page = (Path(__file__).parent.parent / "docs" / "checker.md").read_text()
    lines = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| `")]
    return {cells[0].strip("`"): [cell.strip() for cell in cells] for cells in lines}


def test_the_page_of_rules_has_every_rule_with_its_severity():
    rows = rows_of_the_page()
    assert rows.keys() == IDS.keys() | OF_A_POLICY
    assert {id: set(cells[2].split(", ")) for id, cells in rows.items() if id in IDS} == IDS


def test_the_page_of_rules_names_every_figure_and_no_other():
    named = {key for cells in rows_of_the_page().values() for key in re.findall(r"`([a-z_.]+)`", cells[3])}
    assert named == FIGURES.keys()
    assert all(DEFAULTS.text(key) is not None for key in named)
