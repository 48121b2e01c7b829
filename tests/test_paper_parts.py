"""Long papers in parts: joined they are one tagged document, and only a part whose words changed is drawn again."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest

from commissioning.evaluation import actions, papers, tasks
from commissioning.evaluation.models import Evaluation, Paper, PaperPart
from commissioning.evaluation.papers.parts import grouped
from commissioning.evaluation.reports.report import evaluation_report
from socialvalue import pdfcheck, pdfparts
from socialvalue.outbox.models import Message
from tests.play_evaluation import after_opening, priced

FOOT = "SHA-256 " + "0123456789abcdef" * 4
TABLE = """<table><thead><tr><th scope="col">Who</th><th scope="col">Mark</th></tr></thead>
<tbody><tr><th scope="row">Ada</th><td>4</td></tr></tbody></table>"""


def html(body: str) -> str:
    return f"""<!DOCTYPE html><html lang="en-GB"><head><title>A long paper</title></head>
    <body data-title="A long paper" data-reference="T-1">{body}</body></html>"""


COVER = html(f'<h1>A long paper</h1><p><a href="{pdfparts.PLACES}late">To the last section</a></p>')
PARTS = [
    html(f'<h2 id="early">Early</h2>{TABLE}<p><a href="#early">Up</a></p><div style="break-before: page">More</div>'),
    html(f"<h3>Below early</h3>{TABLE}"),
    html(f'<h2 id="late">Late</h2>{TABLE}'),
]


@pytest.fixture
def evaluation(cast, now) -> Evaluation:
    """Three bids, two questions, every price open."""
    return priced(cast, now, bids=3)


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """The HTML of each part that is drawn from now on."""
    seen: list[str] = []
    draw = pdfparts.draw

    def noting(page: str, *attachments: object) -> bytes:
        seen.append(page)
        return draw(page, *attachments)

    monkeypatch.setattr(pdfparts, "draw", noting)
    return seen


def joined() -> bytes:
    return pdfparts.join([pdfparts.draw(page) for page in (COVER, *PARTS)], FOOT)


def test_joined_parts_pass_the_check_and_are_the_same_twice() -> None:
    first = joined()
    assert pdfcheck.faults(first) == []
    assert joined() == first


def test_the_check_sees_what_a_bad_join_leaves() -> None:
    """Two parts under the same numbers and names: what the join is there to prevent."""
    with pikepdf.open(BytesIO(joined())) as pdf:
        pdf.pages[2].StructParents = int(pdf.pages[1].StructParents)
        headers = [one for kind, one in pdfcheck._walk(pdf.Root.StructTreeRoot.K) if kind == "TH"]
        headers[-1].ID = headers[0].ID
        spoiled = BytesIO()
        pdf.save(spoiled)
    said = pdfcheck.faults(spoiled.getvalue())
    assert "page 3 is not tied to the tags, or to those of another" in said
    assert [one for one in said if "has the name of another" in one]


def test_links_outline_and_page_numbers_span_the_parts() -> None:
    with pikepdf.open(BytesIO(joined())) as pdf:
        pages = [page.obj.objgen for page in pdf.pages]
        assert len(pages) == 5
        (link,) = pdf.pages[0].Annots
        assert pages.index(link.Dest[0].objgen) == 4
        with pdf.open_outline() as outline:
            (top,) = outline.root
            assert (top.title, [line.title for line in top.children]) == ("A long paper", ["Early", "Late"])
            assert [line.title for line in top.children[0].children] == ["Below early"]
            assert pages.index(top.children[1].destination[0].objgen) == 4
        assert str(pdf.Root.Lang) == "en-GB"
    assert pdfparts.places_of(joined()) == {"early": 1, "late": 4}


def test_groups_are_heavy_enough_and_nothing_is_one_empty_group() -> None:
    assert [len(group) for group in grouped(range(50), lambda _: 1)] == [24, 24, 2]
    assert [len(group) for group in grouped(range(3), lambda _: 40)] == [1, 1, 1]
    assert list(grouped([], lambda _: 1)) == [[]]


def test_only_the_part_whose_words_changed_is_drawn_again(evaluation, drawn, monkeypatch) -> None:
    monkeypatch.setattr("commissioning.evaluation.papers.document.grouped", lambda things, _: [[one] for one in things])
    report, shelf = evaluation_report(evaluation), papers.Shelf(evaluation, Paper.Kind.PDF)
    first = papers.pdf(report, shelf)
    assert PaperPart.objects.count() == 5  # what goes before, two questions, what comes after, the record
    drawn.clear()
    assert papers.pdf(report, shelf) == first
    assert [page for page in drawn if "paper-cover" not in page] == []
    drawn.clear()
    one, other = report.questions
    changed = replace(one, answers=(replace(one.answers[0], reason="Said anew."), *one.answers[1:]))
    again = papers.pdf(replace(report, questions=(changed, other)), shelf)
    new = [page for page in drawn if "paper-cover" not in page]
    # The last part names the hash of the facts, so it always goes with them.
    assert ["Said anew." in page for page in new] == [True, False] and 'id="record"' in new[1]
    assert pdfcheck.faults(again) == []
    assert PaperPart.objects.count() == 5


def test_without_a_shelf_the_paper_is_the_same(evaluation) -> None:
    report = evaluation_report(evaluation)
    assert papers.pdf(report) == papers.pdf(report, papers.Shelf(evaluation, Paper.Kind.PDF))


def asked(evaluation: Evaluation, cast, now) -> Paper:
    paper = actions.ask_for_paper(evaluation, Paper.Kind.PDF, by=cast.procurement, now=now)
    paper.refresh_from_db()
    return paper


def test_the_same_facts_give_the_same_file_and_no_work(evaluation, cast, now, drawn) -> None:
    first = asked(evaluation, cast, now)
    drawn.clear()
    second = asked(evaluation, cast, now + timedelta(days=1))
    assert first.pk != second.pk
    assert (first.file_id, first.facts_sha256) == (second.file_id, second.facts_sha256)
    assert drawn == []
    actions.sign_off(
        evaluation, evaluation_report(evaluation).sha256, by=cast.chair, now=after_opening(evaluation.tender, now)
    )
    third = asked(evaluation, cast, now + timedelta(days=2))
    assert third.file_id != first.file_id  # the signature is part of what it says


def test_progress_counts_the_parts(evaluation, cast, now, monkeypatch) -> None:
    said: list[int] = []
    note = tasks._note

    def noting(paper: Paper, done: int, total: int) -> None:
        note(paper, done, total)
        said.append(Paper.objects.get(pk=paper.pk).progress)

    monkeypatch.setattr(tasks, "_note", noting)
    assert asked(evaluation, cast, now).progress == 100
    assert said == [20, 40, 60, 80]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("waited", "told"), [(timedelta(seconds=20), 0), (timedelta(minutes=2), 1)])
def test_who_waited_long_gets_a_message(cast, now, settings, monkeypatch, waited, told) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    evaluation = priced(cast, now)
    paper = asked(evaluation, cast, now)
    monkeypatch.setattr(tasks.timezone, "now", lambda: now + waited)
    tasks.build_paper.func(paper.pk)
    messages = Message.objects.filter(to=cast.procurement.email, subject__startswith="Your paper is ready")
    assert messages.count() == told
    if told:
        assert f"/evaluation/report/papers/{paper.pk}/" in messages.get().body
