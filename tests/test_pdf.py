"""Papers as PDF: tagged, checked, the same bytes twice, and nothing in them that is not ours."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from openpyxl import load_workbook
from pikepdf import Name

from socialvalue import charts, pdf, pdfcheck
from socialvalue.xlsx import LONGEST, Formula, Workbook

AT = datetime(2027, 2, 1, 12, tzinfo=UTC)
CASE = pdf.Attachment("case.json", b'{"bids": []}', "What was scored", AT)


def paper(body: str = "") -> str:
    """A paper of three pages: contents, a table with a corner cell, a chart."""
    chart = charts.bars("Totals", [charts.Bar("Lea Valley Reuse", Decimal("71.5"))], unit=" points")
    return f"""<!doctype html><html lang="en-GB"><head><title>A paper</title></head>
      <body data-title="A paper" data-reference="HCC-1" data-hash="SHA-256 ab"><h1>A paper</h1>
      <nav class="paper-contents"><h2>Contents</h2><ol><li><a href="#figures">Figures</a></li></ol></nav>
      <section id="figures"><h2>Figures</h2>{chart.svg}
      <table><thead><tr><th scope="col">Who</th><th scope="col">Total</th></tr></thead>
      <tbody><tr><th scope="row">Lea Valley Reuse</th><td>71.50</td></tr></tbody></table>
      <div style="break-before: page">{body}</div></section></body></html>"""


def test_passes_our_check() -> None:
    assert pdfcheck.faults(pdf.pdf_of(paper(), [CASE])) == []


def test_same_input_same_bytes() -> None:
    assert pdf.pdf_of(paper(), [CASE]) == pdf.pdf_of(paper(), [CASE])


def test_header_cells_have_their_scope() -> None:
    with pikepdf.open(BytesIO(pdf.pdf_of(paper()))) as made:
        scopes = [str(element.A.Scope) for kind, element in pdfcheck._walk(made.Root.StructTreeRoot.K) if kind == "TH"]
    assert scopes == ["/Column", "/Column", "/Row"]


def test_what_is_attached_comes_out_again_as_an_associated_file() -> None:
    made = pdf.pdf_of(paper(), [CASE])
    assert pdf.attached(made, "case.json") == CASE.content
    with pikepdf.open(BytesIO(made)) as opened:
        (associated,) = opened.Root.AF
        assert associated.AFRelationship == Name.Data
        assert associated.EF.F.Subtype == Name("/application/json")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not a PDF", "this is not a PDF that can be read"),
        (b"", "this is not a PDF that can be read"),
        (None, "this PDF carries no other.json"),
    ],
)
def test_what_is_not_attached_is_refused_in_words(content: bytes | None, reason: str) -> None:
    made = pdf.pdf_of(paper(), [CASE]) if content is None else content
    with pytest.raises(pdf.NothingAttached, match=reason):
        pdf.attached(made, "other.json")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://example.org/mark.svg",
        "https://example.org/mark.svg",
        "ftp://example.org/mark.svg",
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
        "/static/images/none.svg",
        "https://paper.invalid/media/secret.png",
        "//example.org/static/images/mark.svg",
    ],
)
def test_nothing_but_our_own_files_is_fetched(address: str) -> None:
    with pytest.raises(pdf.Forbidden, match="only use our own static files"):
        pdf.pdf_of(paper(f'<img alt="Mark" src="{address}">'))


def test_style_in_a_paper_fetches_nothing_either() -> None:
    with pytest.raises(pdf.Forbidden):
        pdf.pdf_of(paper('<p style="background: url(file:///etc/passwd)">x</p>'))


def test_our_own_static_files_are_drawn() -> None:
    made = pdf.pdf_of(paper('<img alt="The portal’s mark" src="/static/images/mark.svg">'))
    with pikepdf.open(BytesIO(made)) as opened:
        figures = [element for kind, element in pdfcheck._walk(opened.Root.StructTreeRoot.K) if kind == "Figure"]
    assert [str(figure.Alt) for figure in figures] == ["Totals", "The portal’s mark"]


def spoilt(change) -> list[str]:
    """The faults found after `change` was made to a sound PDF."""
    with pikepdf.open(BytesIO(pdf.pdf_of(paper()))) as made:
        change(made)
        out = BytesIO()
        made.save(out)
    return pdfcheck.faults(out.getvalue())


def of_kind(made: pikepdf.Pdf, wanted: str) -> pikepdf.Object:
    return next(element for kind, element in pdfcheck._walk(made.Root.StructTreeRoot.K) if kind == wanted)


def no_title(made: pikepdf.Pdf) -> None:
    with made.open_metadata() as metadata:
        del metadata["dc:title"]


def not_ua(made: pikepdf.Pdf) -> None:
    with made.open_metadata() as metadata:
        del metadata["pdfuaid:part"]


def no_header_cells(made: pikepdf.Pdf) -> None:
    for kind, element in list(pdfcheck._walk(made.Root.StructTreeRoot.K)):
        if kind == "TH":
            element.S = Name.TD


def no_description(made: pikepdf.Pdf) -> None:
    linked = next(page for page in made.pages if Name.Annots in page)
    del linked.Annots[0].Contents


def bare_text(made: pikepdf.Pdf) -> None:
    made.pages[0].contents_add(b"BT /F1 12 Tf (bare) Tj ET")


def running_lines_as_text(made: pikepdf.Pdf) -> None:
    page = made.pages[1]
    last = len(made.Root.StructTreeRoot.ParentTree.Nums[3]) - 1
    said = page.Contents.read_bytes().replace(b"/Artifact\n<</Type /Pagination>>", b"/Span\n<</MCID %d>>" % last)
    page.Contents = made.make_stream(said)


def no_font_file(made: pikepdf.Pdf) -> None:
    for thing in made.objects:
        if isinstance(thing, pikepdf.Dictionary):
            for key in pdfcheck.FONT_FILES:
                if key in thing:
                    del thing[key]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda made: made.Root.__delitem__(Name.Lang), "the document names no language"),
        (lambda made: made.Root.MarkInfo.__setitem__(Name.Marked, False), "does not say that it is marked"),
        (lambda made: made.Root.__delitem__(Name.ViewerPreferences), "the title is not shown in the window"),
        (no_title, "the document has no title"),
        (not_ua, "does not say that it is PDF/UA-1"),
        (lambda made: made.Root.__delitem__(Name.Outlines), "has no outline"),
        (lambda made: of_kind(made, "TH").A.__delitem__(Name.Scope), "header cell 1 has no scope"),
        (lambda made: of_kind(made, "Figure").__delitem__(Name.Alt), "a figure has no alternative text"),
        (lambda made: of_kind(made, "H2").__setitem__(Name.S, Name.H3), "a heading H3 follows a heading of level 1"),
        (no_header_cells, "a table has no header cell"),
        (lambda made: made.pages[0].obj.__delitem__(Name.Tabs), "page 1 is not tied to the tags"),
        (no_description, "has a link without a description"),
        (bare_text, "page 1 has text outside the tags"),
        (running_lines_as_text, "page 2 has text whose tag is missing"),
        (no_font_file, "is not embedded"),
    ],
)
def test_each_fault_is_found(change, fault: str) -> None:
    assert any(fault in found for found in spoilt(change))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.org", "=cmd|' /C calc'!A0", "12"])
def test_text_in_a_workbook_stays_text(text: str) -> None:
    workbook = Workbook("Figures", at=AT)
    workbook.sheet("One").row(text)
    cell = load_workbook(BytesIO(workbook.finished()))["One"]["A1"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_workbook_holds_figures_formulas_and_long_text() -> None:
    def made() -> bytes:
        workbook = Workbook("Figures", at=AT)
        sheet = workbook.sheet("One")
        sheet.row(Decimal("1.25"), 3, Formula("=A1+B1", Decimal("4.25")), None, "x" * (LONGEST + 1))
        return workbook.finished()

    live, kept = (load_workbook(BytesIO(made()), data_only=plain)["One"][1] for plain in (False, True))
    assert [cell.value for cell in live[:4]] == [1.25, 3, "=A1+B1", None]
    assert kept[2].value == 4.25
    assert len(kept[4].value) == LONGEST and kept[4].value.endswith("The report has the whole text.]")
    assert made() == made()


@pytest.mark.parametrize(("words", "is_missing"), [("نورا Łukasz Nguyễn 🙂👍🏽", False), ("\U0010fffd", True)])
def test_names_in_any_script_and_emoji_are_printed(caplog, words, is_missing):
    """A letter that no font has would print as a box, which PDF/UA forbids too (ISO 14289-1, 7.21.8)."""
    pdf.pdf_of(f"<html lang='en-GB'><head><title>Names</title></head><body><h1>{words}</h1></body></html>")
    assert ("notdef" in caplog.text) is is_missing
