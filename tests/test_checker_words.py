"""The checker's rules about words and links: on spoiled samples, on the samples and the bank, on any tender."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from commissioning.tenders import tenderfile
from commissioning.tenders.proportionality import (
    Severity,
    check,
)
from commissioning.tenders.proportionality.wording import word_list
from commissioning.tenders.tenderfile import (
    Measure,
    Procedure,
    Question,
    QuestionKind,
    Scale,
    TenderFile,
    Value,
)
from glossary.words import ServiceCategory
from tests.small_tender import (
    BANK,
    MEASURES,
    MINE,
    SAMPLES,
    TODAY,
    found,
    of,
    question,
    tender,
)
from tests.spoiled_words import ALSO, SPOILS, Spoil
from tests.test_tenderfile import tenders


def spoiled(spoil: Spoil) -> tuple[TenderFile, TenderFile]:
    """A sample as it is, and the spoiled copy."""
    text = (SAMPLES / f"{spoil.sample}.json").read_text()
    changed = json.loads(text)
    spoil.change(changed)
    return tenderfile.read(text.encode()), tenderfile.read(json.dumps(changed).encode())


@pytest.mark.parametrize(("id", "spoil"), [*SPOILS.items(), *ALSO])
def test_a_spoiled_sample_gains_its_own_finding_and_no_other(id: str, spoil: Spoil) -> None:
    """By the whole checker, the rules about figures too."""
    whole, copy = spoiled(spoil)
    before = [(finding.id, finding.at) for finding in check(whole, today=TODAY)]
    gained = [finding for finding in check(copy, today=TODAY) if (finding.id, finding.at) not in before]
    assert [finding.id for finding in gained] == [id]
    assert gained[0].words
    assert gained[0].reason.endswith(".")
    assert gained[0].mend.endswith(".")
    assert gained[0].source


def test_every_rule_has_its_spoiled_copy_and_its_severity() -> None:
    severities = {id: {f.severity for f in of(id, spoiled(spoil)[1])} for id, spoil in SPOILS.items()}
    stop, warn, advise = ({one} for one in Severity)
    assert severities == {
        "relevance.no-priority": stop,
        "relevance.same-reason": warn,
        "relevance.general-policy": warn,
        "relevance.not-this-service": warn,
        "relevance.locality": stop,
        "clarity.reading-age": advise,
        "clarity.many-asks": advise,
        "clarity.acronym": advise,
        "clarity.levels": stop,
        "clarity.quantity": stop,
        "fairness.relative": warn,
        "fairness.double-count": stop,
        "measure.unmonitored": warn,
        "measure.kpis": stop,
        "balance.strands": stop,
    }


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.json")), ids=lambda file: file.stem)
def test_the_samples_have_nothing_to_find(file: Path) -> None:
    assert found(tenderfile.read(file.read_bytes())) == []


def test_the_question_bank_has_nothing_to_find() -> None:
    """Each question of the bank, alone in a tender of each service it is for."""
    measures = {one["slug"]: one for one in json.loads(MEASURES.read_text())["measures"]}
    for row in json.loads(BANK.read_text())["questions"]:
        counted = measures.get(row.get("measure") or "") if row["kind"] == "commitment" else None
        measure = counted and Measure(
            name=counted["name"], unit=counted["unit"], definition=counted["definition"], evidence=row["evidence"]
        )
        one = question(kind=QuestionKind(row["kind"]), text=row["text"], measure=measure)
        for service in row["service_categories"] or [word.value for word in ServiceCategory]:
            document = tender(one, title="A service", service=ServiceCategory(service))
            assert found(document) == [], (row["slug"], service)


def test_a_draft_that_has_only_begun_is_left_in_peace() -> None:
    bare = TenderFile(title="Rounds", procedure=Procedure.OPEN, value=Value(amount=Decimal(9_000_000)), criteria=())
    assert found(bare) == []
    empty = (Question(id="SV1"), Question(id="SV2", kind=QuestionKind.COMMITMENT, text="  "))
    assert found(tender(*empty, monitoring=None, scale=Scale(levels=()))) == []


# Any tender, the lists and the clock


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(tenders())
def test_any_tender_can_be_checked_and_each_finding_points_into_it(document: TenderFile) -> None:
    for finding in found(document):
        assert finding.id in MINE
        assert finding.reason
        assert finding.mend
        assert finding.source
        assert len(finding.words) <= 100
        place: object = document
        for step in finding.at.replace("[", ".[").split("."):
            if place is None:  # the key above is absent, as the measure of a commitment may be
                break
            place = place[int(step[1:-1])] if step.startswith("[") else getattr(place, step)  # type: ignore[index]


@pytest.mark.parametrize("name", ["general_policy", "locality", "not_this_service", "asks", "counts", "letters"])
def test_a_list_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    listed = word_list(name)
    assert listed["about"]
    assert listed["source"]


def test_the_groups_of_foreign_words_name_services() -> None:
    for group in word_list("not_this_service")["groups"]:
        assert {ServiceCategory(name) for name in group["belongs_to"]}


def test_junk_is_read_like_any_text() -> None:
    for text in (
        "\0",
        "(" * 5000,
        "A" * 20_000,
        "of " * 5000,
        "your " * 3000,
        "🙂" * 500,
        "a\n" * 3000,
        "HOW AND " * 900,
    ):
        junk = found(tender(question(text=text), summary=text))
        assert {finding.at.partition("[")[0] for finding in junk} <= {
            "criteria",
            "summary",
            "strands_set_aside",
            "scale.levels",
        }
