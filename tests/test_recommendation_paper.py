"""The recommendation report: what it says, to whom, and what the version for publication leaves out."""

import json
from dataclasses import replace

import pytest
from django.urls import reverse

from commissioning.evaluation import actions, papers
from commissioning.evaluation.models import Award, Paper
from commissioning.evaluation.reports.recommendation import NOT_APPROVED, WARNING
from socialvalue import pdfcheck
from socialvalue.refusals import Refused
from tests.play_evaluation import after_opening, bids_of, recommended, signed_off
from tests.test_papers import text_of

PDFS = (Paper.Kind.RECOMMENDATION, Paper.Kind.RECOMMENDATION_REDACTED)
KINDS = (*PDFS, Paper.Kind.RECOMMENDATION_WORKBOOK, Paper.Kind.RECOMMENDATION_JSON)
MAY = {
    "procurement": set(KINDS),
    "second_procurement": set(KINDS),
    "auditor": set(KINDS),
    "chair": {Paper.Kind.RECOMMENDATION_REDACTED},
    "evaluator": set(),
    "owner": set(),
    "stranger": set(),
}


@pytest.fixture
def award(cast, now) -> Award:
    """Three bids; the one that ranks first is recommended."""
    return recommended(cast, now, bids=3)


@pytest.mark.parametrize("kind", PDFS)
def test_it_is_tagged_and_the_same_twice(award, kind) -> None:
    first = papers.KINDS[kind].build(award.evaluation)
    assert pdfcheck.faults(first) == []
    assert first == papers.KINDS[kind].build(award.evaluation)


def test_the_full_one_says_who_was_chosen_why_and_by_whom(cast, award) -> None:
    said = text_of(papers.KINDS[Paper.Kind.RECOMMENDATION].build(award.evaluation))
    names = [str(bid.provider) for bid in bids_of(award.evaluation)]
    expected = [*names, award.reason, f"Recommended by: {cast.procurement}", NOT_APPROVED, WARNING]
    assert [text for text in expected if text not in said] == []
    assert f"Award to: {award.bid.provider}" in said


def test_the_one_for_publication_names_nobody_and_holds_no_price_and_no_written_word(cast, award) -> None:
    everything = papers.recommendation_paper(award.evaluation, redacted=False).facts_json
    paper = papers.recommendation_paper(award.evaluation, redacted=True)
    # The tender's own estimate was published, and may be the figure of a bid's price too.
    published = replace(paper, sections=paper.sections[1:]).facts_json
    assert paper.sections[0].heading == "What was asked"
    names = [str(bid.provider) for bid in bids_of(award.evaluation)] + [str(cast.procurement)]
    hidden = [*names, award.reason, *_prices(award)]
    assert [text for text in hidden if text not in everything] == []
    assert [text for text in hidden if text in published] == []
    facts = dict(json.loads(published)["facts"])
    assert (facts["Award to"], facts["Bids opened"]) == ("Bidder 1", "3")


def test_it_says_who_approved_it_once_somebody_has(cast, now, award) -> None:
    before = papers.recommendation_paper(award.evaluation, redacted=False)
    at = after_opening(award.evaluation.tender, now)
    actions.approve(award.evaluation, by=cast.second_procurement, now=at)
    after = papers.recommendation_paper(award.evaluation, redacted=False)
    decided = dict(after.sections[-1].facts[0][1])
    assert decided["Approved by"].startswith(f"{cast.second_procurement}, ")
    assert before.sha256 != after.sha256
    assert dict(before.facts)["Approved"] == NOT_APPROVED


@pytest.mark.parametrize(("person", "kinds"), MAY.items())
def test_who_may_have_which_made(cast, now, award, person, kinds) -> None:
    made = set()
    for kind in KINDS:
        try:
            actions.ask_for_paper(award.evaluation, kind, by=getattr(cast, person), now=now)
        except Refused:
            continue
        made.add(kind)
    assert made == kinds


def test_there_is_none_before_somebody_recommends(cast, now, client) -> None:
    early = signed_off(cast, now)
    for kind in KINDS:
        with pytest.raises(Refused, match="once an officer has recommended"):
            actions.ask_for_paper(early, kind, by=cast.procurement, now=now)
    client.force_login(cast.procurement)
    page = client.get(reverse("ranking", args=[early.tender_id]))
    assert "Recommendation report" not in page.content.decode()


@pytest.mark.parametrize(("person", "kinds"), [("procurement", KINDS), ("chair", KINDS[1:2])])
def test_the_ranking_page_offers_what_the_person_may_have(cast, client, award, person, kinds) -> None:
    client.force_login(getattr(cast, person))
    page = client.get(reverse("ranking", args=[award.evaluation.tender_id])).content.decode()
    assert {kind for kind in KINDS if f'name="kind" value="{kind.value}"' in page} == set(kinds)


def test_an_officer_downloads_it(cast, client, award) -> None:
    client.force_login(cast.procurement)
    where = reverse("ask_for_paper", args=[award.evaluation.tender_id])
    client.post(where, {"kind": Paper.Kind.RECOMMENDATION}, follow=True)
    row = Paper.objects.get()
    assert row.file.name.startswith("recommendation-report-")
    download = client.get(reverse("paper_download", args=[award.evaluation.tender_id, row.pk]))
    assert pdfcheck.faults(download.getvalue()) == []


def _prices(award: Award) -> list[str]:
    """The price of each bid as the full report has it in its ranking."""
    paper = papers.recommendation_paper(award.evaluation, redacted=False)
    (ranking,) = [section for section in paper.sections if section.heading == "The ranking"]
    return [row[3] for row in ranking.tables[0].rows]
