"""The report as a workbook: who ranks first, every mark, what was agreed, and the working with live formulas."""

from commissioning.evaluation.papers.working import Working
from commissioning.evaluation.reports.report import EvaluationReport
from socialvalue.text import utc_text
from socialvalue.xlsx import Formula, Sheet, Workbook, cell_name


def workbook(report: EvaluationReport) -> bytes:
    """The workbook's bytes. The same facts give the same bytes."""
    book = Workbook(f"Evaluation report: {report.tender.title}", at=report.agreed_at)
    sheets = {name: book.sheet(name) for name in ("Ranking", "Marks", "Consensus", "Bids", "Working")}
    _marks(sheets["Marks"], report)
    agreed = _consensus(sheets["Consensus"], report)
    figures = _bids(sheets["Bids"], report)
    working = Working(report, agreed | figures)
    working.write(sheets["Working"])
    _ranking(sheets["Ranking"], report, working)
    return book.finished()


def _ranking(sheet: Sheet, report: EvaluationReport, working: Working) -> None:
    sheet.widths(12, 32, 24, 14, 16, 50)
    sheet.title(f"Evaluation report: {report.tender.title}")
    for label, value in report.tender.rows:
        sheet.row(label, value)
    sheet.row("Signature", report.signed_text)
    sheet.row("SHA-256", report.sha256)
    sheet.gap()
    sheet.row(report.winner_text)
    sheet.headers("Place", "Bidder", "Receipt", "Total", "Price", "Disqualified, and flags")
    prices = {bid.reference: bid.price for bid in report.bids}
    for row in report.ranking:
        total = Formula(f"=Working!{working.total_cell(row.bid_reference)}", row.total)
        remarks = " ".join((*row.disqualified, *row.flags))
        sheet.row(row.rank_text, row.provider, row.bid_reference, total, prices[row.bid_reference], remarks)
    sheet.gap()
    sheet.row("The totals are live: they follow from the sheet “Working”.")
    sheet.row("The places are not: the portal works them out, with the published rules for level bids.")
    for tie in report.ties:
        sheet.row(tie)


def _marks(sheet: Sheet, report: EvaluationReport) -> None:
    sheet.widths(14, 28, 22, 24, 10, 60, 60)
    sheet.headers("Question", "Bidder", "Receipt", "Evaluator", "Mark", "Reason", "Why the agreed mark differs")
    sheet.freeze(1)
    for question in report.questions:
        for answer in question.answers:
            for mark in answer.marks:
                who = (question.id, answer.provider, answer.bid_reference, mark.evaluator)
                sheet.row(*who, mark.mark, mark.reason, mark.difference)


def _consensus(sheet: Sheet, report: EvaluationReport) -> dict[tuple[str, str], str]:
    """Write what was agreed; returns the cell of each mark by question and receipt."""
    cells = {}
    sheet.widths(14, 28, 22, 12, 60, 40, 40)
    sheet.headers("Question", "Bidder", "Receipt", "Agreed mark", "Reason", "Present", "Recorded by")
    sheet.freeze(1)
    for question in report.questions:
        for answer in question.answers:
            who = (question.id, answer.provider, answer.bid_reference)
            row = sheet.row(*who, answer.agreed, answer.reason, answer.present, answer.recorded_text)
            cells[question.id, answer.bid_reference] = f"Consensus!{cell_name(row, 3)}"
    return cells


def _bids(sheet: Sheet, report: EvaluationReport) -> dict[tuple[str, str], str]:
    """Write receipts, prices, promises and conditions; returns the cell of each figure by what it is and receipt."""
    cells = {}
    sheet.widths(30, 24, 10, 30, 16, 66)
    sheet.headers("Bidder", "Receipt", "Version", "Submitted at", "Price", "SHA-256")
    for bid in report.bids:
        row = sheet.row(bid.provider, bid.reference, bid.version, utc_text(bid.submitted_at), bid.price, bid.sha256)
        cells["price", bid.reference] = f"Bids!{cell_name(row, 4)}"
    sheet.gap()
    sheet.headers("Bidder", "Receipt", "Question", "Measure", "Quantity", "Unit and day")
    for bid in report.bids:
        for promise in bid.promises:
            who = (bid.provider, bid.reference, promise.question_id, promise.measure)
            row = sheet.row(*who, promise.quantity, promise.text)
            cells.setdefault((promise.question_id, bid.reference), f"Bids!{cell_name(row, 4)}")
    sheet.gap()
    sheet.headers("Bidder", "Outcome", "Condition", "What it asks", "Decided by", "Reason")
    for gate in report.gates:
        sheet.row(gate.provider, gate.outcome_text, gate.condition_id, gate.condition, gate.decided_by, gate.reason)
    return cells
