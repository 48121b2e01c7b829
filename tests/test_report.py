"""The evaluation report: page, PDF, workbook and scoring case say the same, to those who may see it."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from commissioning.evaluation import actions, papers, tasks
from commissioning.evaluation.models import Consensus, Evaluation, Mark, Paper
from commissioning.evaluation.reports.report import EvaluationReport, evaluation_report, report_sha256
from commissioning.evaluation.scoring import parse_case, score
from socialvalue import pdfcheck
from socialvalue.audit.models import AuditRecord
from socialvalue.pdf import attached
from socialvalue.refusals import Refused
from tests.cast import make_person
from tests.live_formulas import Sheets
from tests.play_evaluation import (
    after_opening,
    agree_all,
    bids_of,
    finish_marking,
    marking,
    moderated,
    more_evaluators,
    open_prices,
    priced,
    signed_off,
)
from tests.tampering import unlocked
from tests.visitor import Visitor

SPOKEN = "=1+1 is not a sum, <b>nor bold</b>, العربية, +44 and @home"


@pytest.fixture
def evaluation(cast, now) -> Evaluation:
    """Three bids, agreed; one reason tries to be a formula and a tag."""
    named = moderated(cast, now, bids=3)
    with unlocked("evaluation_mark"):
        Mark.objects.filter(evaluator__user=cast.evaluator, question_id="SV1").update(reason=SPOKEN)
    final = actions.lock_consensus(named, by=cast.chair, now=after_opening(named.tender, now))
    open_prices(final, cast, now)
    return Evaluation.objects.get(pk=final.pk)


@pytest.fixture
def report(evaluation) -> EvaluationReport:
    return evaluation_report(evaluation)


def text_of(pdf: bytes) -> str:
    """The PDF's text on one line, as pdftotext reads it."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def address(name: str, evaluation: Evaluation, *more: object) -> str:
    return reverse(name, args=[evaluation.tender_id, *more])


# The facts


def test_there_is_no_report_before_quality_is_agreed(cast, now) -> None:
    with pytest.raises(Refused, match="once an officer has opened the prices"):
        evaluation_report(moderated(cast, now))


def test_the_report_takes_twelve_queries_at_any_size(cast, now, django_assert_num_queries) -> None:
    small = priced(cast, now, bids=2)
    with django_assert_num_queries(12):
        evaluation_report(small)


def test_and_so_with_more_bids_and_evaluators(cast, now, django_assert_num_queries) -> None:
    large = priced(cast, now, bids=9, evaluators=more_evaluators(cast, 5))
    with django_assert_num_queries(12):
        report = evaluation_report(large)
    assert [len(answer.marks) for question in report.questions for answer in question.answers] == [5] * 18


def test_the_hash_is_of_the_facts_and_stays_when_the_report_is_signed(cast, evaluation, report, now) -> None:
    assert report_sha256(evaluation) == report.sha256
    later = after_opening(evaluation.tender, now)
    actions.sign_off(evaluation, report.sha256, by=cast.chair, now=later)
    signed = evaluation_report(evaluation)
    assert signed.sha256 == report.sha256
    assert signed.signed_text == (
        "Signed off by Charlie Chair at 12 noon on Thursday 21 January 2027 (GMT). "
        "The hash that was signed is that of the facts in this report."
    )


def test_a_changed_fact_changes_the_hash_and_shows_against_the_signature(cast, evaluation, report, now) -> None:
    actions.sign_off(evaluation, report.sha256, by=cast.chair, now=after_opening(evaluation.tender, now))
    with unlocked("evaluation_consensus"):
        Consensus.objects.filter(question_id="SV1").update(reason="Rewritten afterwards.")
    changed = evaluation_report(evaluation)
    assert changed.sha256 != report.sha256
    assert f"signed is {report.sha256}: the facts are not those that were signed" in changed.signed_text


def test_a_record_that_was_tampered_with_is_named(evaluation, report) -> None:
    assert report.trail.is_sound
    assert "Each one matches its own hash." in report.trail.text
    last = AuditRecord.objects.history_of(evaluation).last()
    last.sentence = "did nothing."
    assert last.expected_hash() != report.trail.last_hash


def test_what_is_said_of_conflicts_and_of_differences(cast, now) -> None:
    declared = marking(cast, now, bids=2, evaluators=more_evaluators(cast, 3))
    late = {bid: (bid.provider == cast.haulage, "My sister works there.") for bid in bids_of(declared)}
    when = after_opening(declared.tender, now)
    actions.declare_conflicts(declared, late, by=cast.evaluator, now=when)
    finish(declared, cast, now)
    open_prices(declared, cast, now)
    report = evaluation_report(declared)
    (conflict,) = [one for one in report.declarations if one.is_conflicted]
    assert (conflict.person, conflict.provider, conflict.detail) == (
        "Evan Evaluator",
        "Chiltern Haulage",
        "My sister works there.",
    )
    assert conflict.handling_text == (
        "Cannot see this bid from then on. Esther Evaluator and Evaluator 2 marked or will mark these answers."
    )
    marked_by = {
        answer.provider: [mark.evaluator for mark in answer.marks]
        for question in report.questions
        for answer in question.answers
    }
    assert marked_by == {
        "Chiltern Haulage": ["Esther Evaluator", "Evaluator 2"],
        "Lea Valley Reuse": ["Esther Evaluator", "Evaluator 2", "Evan Evaluator"],
    }
    for question in report.questions:
        for answer in question.answers:
            for mark in answer.marks:
                assert bool(mark.difference) == (mark.mark != answer.agreed)


def finish(evaluation: Evaluation, cast, now) -> None:
    """From marking to agreed."""
    when = after_opening(evaluation.tender, now)
    finish_marking(evaluation, cast, now)
    actions.start_moderation(evaluation, by=cast.chair, now=when)
    agree_all(evaluation, cast, now)
    actions.lock_consensus(evaluation, by=cast.chair, now=when)


# The PDF


def test_the_pdf_passes_the_check_and_is_the_same_twice(report) -> None:
    first = papers.pdf(report)
    assert pdfcheck.faults(first) == []
    assert papers.pdf(report) == first


def test_the_pdf_holds_the_winner_every_reason_and_numbered_pages(report) -> None:
    text = text_of(papers.pdf(report))
    assert report.winner_text == "Bidder 03 ranks first with 80.37 points out of 100."
    assert report.winner_text in text
    assert report.sha256 in text
    # The test's own right-to-left word comes out in visual order, so the reason is looked for up to it.
    answers = [answer for question in report.questions for answer in question.answers]
    reasons = {mark.reason.partition(", ال")[0] for answer in answers for mark in answer.marks}
    reasons |= {mark.difference for answer in answers for mark in answer.marks}
    reasons |= {answer.reason for answer in answers}
    reasons |= {gate.reason for gate in report.gates}
    squeezed = text.replace(" ", "")
    assert [reason for reason in reasons if reason.replace(" ", "") not in squeezed] == []
    pages = int(re.search(r"Page 1 of (\d+)", text)[1])
    assert all(f"Page {number} of {pages}" in text for number in range(1, pages + 1))


def test_the_contents_name_the_page_of_each_section(report) -> None:
    made = papers.pdf(report)
    pages = subprocess.run(["pdftotext", "-raw", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    lines = [page.splitlines() for page in pages.split("\f")]
    for _, title in papers.document.CONTENTS:
        number = int(re.search(rf"^{title}, page (\d+)$", pages, re.MULTILINE)[1])
        assert title in lines[number - 1], title


def test_the_attached_case_gives_the_same_ranking_by_the_command(report, tmp_path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(papers.pdf(report))
    case = StringIO()
    call_command("score_case_of", str(path), stdout=case)
    assert json.loads(case.getvalue()) == report.case
    (tmp_path / "case.json").write_text(case.getvalue(), encoding="utf-8")
    said = StringIO()
    call_command("score", str(tmp_path / "case.json"), stdout=said)
    ranked = [(row["id"], row["rank"], Decimal(row["total"])) for row in json.loads(said.getvalue())["bids"]]
    assert ranked == [(row.bid_reference, row.rank, row.total) for row in report.ranking]


@pytest.mark.parametrize(
    ("content", "words"), [(b"no PDF", "this is not a PDF that can be read"), (None, "cannot be read: No such file")]
)
def test_a_file_without_a_case_is_refused_in_one_line(content, words, tmp_path) -> None:
    path = tmp_path / "report.pdf"
    if content is not None:
        path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "manage.py", "score_case_of", str(path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert words in line


# Page, PDF, workbook and case agree


def test_totals_agree_everywhere(cast, client, evaluation, report) -> None:
    result = score(parse_case(json.loads(attached(papers.pdf(report), papers.CASE_NAME))))
    totals = {row.id: row.total for row in result.bids}
    shown = {row.id: row.display for row in result.bids}
    assert totals == {row.bid_reference: row.total for row in report.ranking}

    client.force_login(cast.auditor)
    page = client.get(address("evaluation_report", evaluation)).content.decode()
    text = text_of(papers.pdf(report))
    for row in report.ranking:
        assert f'<td class="govuk-table__cell govuk-table__cell--numeric">{shown[row.bid_reference]}</td>' in page
        assert re.search(rf"{row.provider} {row.bid_reference[:8]}\S* ?\S* {shown[row.bid_reference]}", text)

    sheets = Sheets(papers.workbook(report))
    ranking = sheets.book["Ranking"]
    found = {
        row[2].value: sheets.value("Ranking", row[3].coordinate)
        for row in ranking.iter_rows()
        if str(row[2].value).startswith("BID-")
    }
    assert found == {name: pytest.approx(float(total), rel=1e-12) for name, total in totals.items()}


def test_the_workbook_keeps_the_figures_that_score_gave(report) -> None:
    content = papers.workbook(report)
    sheets = Sheets(content)
    kept = load_workbook(BytesIO(content), data_only=True)["Working"]
    live = 0
    for row in sheets.book["Working"].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                live += 1
                worked_out = sheets.value("Working", cell.coordinate)
                assert kept[cell.coordinate].value == pytest.approx(worked_out, rel=1e-12)
    assert live > 3 * 14


def test_a_changed_mark_changes_the_live_total(report) -> None:
    book = load_workbook(BytesIO(papers.workbook(report)))
    book["Consensus"]["D2"] = 5
    out = BytesIO()
    book.save(out)
    before, after = Sheets(papers.workbook(report)), Sheets(out.getvalue())
    reference = book["Consensus"]["C2"].value
    row = next(row for row in book["Ranking"].iter_rows() if row[2].value == reference)
    gained = after.value("Ranking", row[3].coordinate) - before.value("Ranking", row[3].coordinate)
    case = json.loads(report.case_json)
    bid = next(bid for bid in case["bids"] if bid["id"] == reference)
    bid["marks"]["Q1"] = "5"
    now_total = next(one.total for one in score(parse_case(case)).bids if one.id == reference)
    was_total = next(one.total for one in report.ranking if one.bid_reference == reference)
    assert gained == pytest.approx(float(now_total - was_total))
    assert gained > 0


def test_the_workbook_is_the_same_twice_and_people_s_text_stays_text(report) -> None:
    content = papers.workbook(report)
    assert papers.workbook(report) == content
    book = load_workbook(BytesIO(content))
    reasons = [cell for row in book["Marks"].iter_rows(min_row=2) for cell in row if cell.value == SPOKEN]
    assert len(reasons) == 3
    assert {cell.data_type for cell in reasons} == {"s"}
    text = {cell.data_type for name in ("Marks", "Consensus", "Bids") for row in book[name].iter_rows() for cell in row}
    assert "f" not in text


# The pages


def test_who_may_see_the_report(cast, client, evaluation) -> None:
    may = [cast.procurement, cast.second_procurement, cast.auditor, cast.chair, cast.evaluator, cast.second_evaluator]
    may_not = [cast.commissioner, cast.admin, cast.contract_manager, cast.other_procurement, cast.owner, cast.stranger]
    paper = actions.ask_for_paper(evaluation, Paper.Kind.WORKBOOK, by=cast.auditor, now=evaluation.agreed_at)
    for person, status in [*((one, 200) for one in may), *((one, 404) for one in may_not)]:
        client.force_login(person)
        assert client.get(address("evaluation_report", evaluation)).status_code == status, person
        assert client.get(address("paper", evaluation, paper.pk)).status_code == status, person
        assert client.get(address("paper_download", evaluation, paper.pk)).status_code == status, person


def test_nobody_sees_it_before_quality_is_agreed(cast, client, now) -> None:
    early = moderated(cast, now)
    for person in (cast.procurement, cast.auditor, cast.chair, cast.evaluator):
        client.force_login(person)
        assert client.get(address("evaluation_report", early)).status_code == 404
        assert client.post(address("ask_for_paper", early), {"kind": "pdf"}).status_code == 404
    with pytest.raises(Refused, match="once an officer has opened the prices"):
        actions.ask_for_paper(early, Paper.Kind.PDF, by=cast.auditor, now=now)


def test_the_page_escapes_what_people_wrote(cast, client, evaluation) -> None:
    client.force_login(cast.auditor)
    page = client.get(address("evaluation_report", evaluation)).content.decode()
    assert "=1+1 is not a sum, &lt;b&gt;nor bold&lt;/b&gt;" in page
    assert "<b>nor" not in page


def test_the_page_takes_as_many_queries_with_more_bids(cast, client, now, django_assert_num_queries) -> None:
    large = priced(cast, now, bids=8, evaluators=more_evaluators(cast, 4))
    client.force_login(cast.auditor)
    with django_assert_num_queries(QUERIES):
        client.get(address("evaluation_report", large))


def test_the_page_s_queries(cast, client, evaluation, django_assert_num_queries) -> None:
    client.force_login(cast.auditor)
    with django_assert_num_queries(QUERIES):
        client.get(address("evaluation_report", evaluation))


# Session, user, the evaluation through the person, their roles, the chair's seat; then the report's eleven.
QUERIES = 17


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_paper_is_asked_for_made_and_downloaded(cast, client, evaluation, kind) -> None:
    client.force_login(cast.procurement)
    answer = client.post(address("ask_for_paper", evaluation), {"kind": kind}, follow=True)
    assert "It is ready." in answer.content.decode()
    paper = Paper.objects.get()
    assert (paper.progress, paper.fault, paper.file.name) == (
        100,
        "",
        f"evaluation-report-{name_of(evaluation)}.{kind}",
    )
    got = client.get(address("paper_download", evaluation, paper.pk))
    expected = papers.pdf if kind == "pdf" else papers.workbook
    assert got.content == expected(evaluation_report(evaluation))
    assert got["Content-Disposition"].startswith("attachment")


def name_of(evaluation: Evaluation) -> str:
    return evaluation.tender.reference.lower() or str(evaluation.tender_id)


def test_a_second_click_waits_for_the_same_paper(cast, client, evaluation, settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    client.force_login(cast.procurement)
    for _ in range(2):
        answer = client.post(address("ask_for_paper", evaluation), {"kind": "pdf"}, follow=True)
    page = answer.content.decode()
    assert "It waits for its turn." in page and "data-paper-waits" in page
    paper = Paper.objects.get()
    assert client.get(address("paper_download", evaluation, paper.pk)).status_code == 404
    Paper.objects.update(progress=30)
    assert "It is being made: 30% is done." in client.get(address("paper", evaluation, paper.pk)).content.decode()


def test_a_paper_that_fails_says_so_and_can_be_asked_for_again(cast, client, evaluation, monkeypatch, caplog) -> None:
    def broken(*_: object) -> bytes:
        raise MemoryError

    monkeypatch.setitem(papers.KINDS, Paper.Kind.PDF, replace(papers.KINDS[Paper.Kind.PDF], draw=broken))
    client.force_login(cast.procurement)
    answer = client.post(address("ask_for_paper", evaluation), {"kind": "pdf"}, follow=True)
    assert "It could not be made." in answer.content.decode()
    kind = replace(papers.KINDS[Paper.Kind.PDF], draw=lambda *_: b"%PDF-")
    monkeypatch.setitem(papers.KINDS, Paper.Kind.PDF, kind)
    answer = client.post(address("ask_for_paper", evaluation), {"kind": "pdf"}, follow=True)
    assert "It is ready." in answer.content.decode()
    assert Paper.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_the_paper_that_waits(cast, client, now, settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    named = priced(cast, now)
    client.force_login(cast.procurement)
    answer = client.post(address("ask_for_paper", named), {"kind": "xlsx"}, follow=True)
    assert "It waits for its turn." in answer.content.decode()
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    paper = Paper.objects.get()
    assert bytes(paper.file.content) == papers.workbook(evaluation_report(named))
    assert "It is ready." in client.get(address("paper", named, paper.pk)).content.decode()


@pytest.mark.parametrize(("data", "status"), [({}, 404), ({"kind": "exe"}, 404), ({"kind": "\x00"}, 404)])
def test_a_paper_of_no_known_kind_is_not_found(cast, client, evaluation, data, status) -> None:
    client.force_login(cast.procurement)
    assert client.post(address("ask_for_paper", evaluation), data).status_code == status
    assert client.get(address("paper", evaluation, 10**30)).status_code == 404


def test_a_paper_of_another_evaluation_is_not_found_here(cast, client, evaluation) -> None:
    paper = actions.ask_for_paper(evaluation, Paper.Kind.WORKBOOK, by=cast.auditor, now=evaluation.agreed_at)
    client.force_login(cast.auditor)
    assert client.get(reverse("paper", args=[evaluation.tender_id + 1, paper.pk])).status_code == 404
    assert client.get(address("paper", evaluation, paper.pk + 1)).status_code == 404


def test_the_chair_signs_what_the_chair_has_read(cast, client, evaluation, report) -> None:
    client.force_login(cast.chair)
    assert "Sign off the report</button>" in client.get(address("evaluation_report", evaluation)).content.decode()
    stale = client.post(address("sign_off_report", evaluation), {"sha256": "0" * 64})
    assert stale.status_code == 409
    assert "The report has changed since you opened it." in stale.content.decode()
    evaluation.refresh_from_db()
    assert evaluation.signed_off_at is None
    client.post(address("sign_off_report", evaluation), {"sha256": report.sha256})
    evaluation.refresh_from_db()
    assert (evaluation.signed_off_by, evaluation.report_sha256) == (cast.chair, report.sha256)
    again = client.post(address("sign_off_report", evaluation), {"sha256": report.sha256})
    assert again.status_code == 422
    assert "Sign off the report</button>" not in again.content.decode()


def test_only_the_chair_signs(cast, client, evaluation, report) -> None:
    for person in (cast.evaluator, cast.procurement, cast.auditor, cast.admin, make_person("Nosy Neighbour")):
        client.force_login(person)
        assert (
            "Sign off the report</button>" not in client.get(address("evaluation_report", evaluation)).content.decode()
        )
        assert client.post(address("sign_off_report", evaluation), {"sha256": report.sha256}).status_code == 404
    evaluation.refresh_from_db()
    assert evaluation.signed_off_at is None


def test_a_report_signed_by_another_hash_says_so(cast, client, now) -> None:
    client.force_login(cast.auditor)
    page = client.get(address("evaluation_report", signed_off(cast, now))).content.decode()
    assert "the facts are not those that were signed" in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_report_in_a_browser(cast, now, live_server, chromium) -> None:
    named = priced(cast, now, bids=3)
    chair = Visitor(chromium, live_server.url, "chair", "report").sign_in(cast.chair.email)
    chair.go(address("evaluation_report", named)).reads("Bidder 03 ranks first with 80.37 points out of 100.")
    chair.press("Make the PDF").reads("It is ready.")
    assert pdfcheck.faults(chair.download(re.compile("^Download"))) == []
    chair.follow("Back to where you asked for it").press("Sign off the report").reads(
        "You signed off the evaluation report."
    )
    chair.go(address("evaluation_report", named)).reads("Signed off by Charlie Chair")
    chair.press("Make the workbook").reads("It is ready.")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_that_waits_shows_the_paper_by_itself(cast, now, live_server, chromium, settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    named = priced(cast, now)
    auditor = Visitor(chromium, live_server.url, "auditor", "report").sign_in(cast.auditor.email)
    auditor.go(address("evaluation_report", named)).press("Make the workbook").reads("It waits for its turn.")
    tasks.build_paper.call(Paper.objects.get().pk)
    auditor.page.get_by_text("It is ready.").wait_for(timeout=10_000)
