"""How a form looks when it is refused: every line of the error summary leads somewhere, and nothing is retyped."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string

from socialvalue import filekinds
from socialvalue.forms import (
    CheckedFileField,
    DayField,
    DecimalTextField,
    Form,
    MomentField,
    MoneyField,
    PlainLine,
    PlainText,
    WholeNumberField,
)
from socialvalue.ui.samples import SampleForm

PDF = b"%PDF-1.7\n1 0 obj"


class Page(HTMLParser):
    """Every id, fragment link, description and control of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.descriptions: list[str] = []
        self.labels: set[str] = set()
        self.controls: dict[str, list[dict[str, str | None]]] = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and found.get("href", "").startswith("#"):
            self.links.append(found["href"][1:])
        if tag == "label":
            self.labels.add(found["for"])
        self.descriptions += found.get("aria-describedby", "").split()
        if tag in {"input", "textarea", "select"}:
            self.controls.setdefault(found["name"], []).append(found)


def draw(form: forms.BaseForm) -> str:
    return render_to_string("form_page.html", {"form": form, "heading": "A form"})


BAD = {
    "organisation": "Ash\x00ford",
    "email": "not an address",
    "answer": "word " * 51,
    "price": "free",
    "quantity": "about ten",
    "months": "1.5",
    "starts_on_day": "31",
    "starts_on_month": "2",
    "starts_on_year": "2027",
    "closes_at_day": "20",
    "closes_at_month": "1",
    "closes_at_year": "2027",
    "closes_at_time": "lunch",
    "service": "no such service",
    "route": "no such route",
    "strands": ["economic", "no such strand"],
}


@pytest.mark.parametrize("posted", [{}, BAD], ids=["empty", "bad"])
def test_every_line_of_the_error_summary_leads_to_a_control(posted):
    form = SampleForm(posted, {})
    page = Page(draw(form))

    assert set(form.errors) == set(form.fields)
    controls = {control.get("id") for found in page.controls.values() for control in found}
    summary = page.links[1:]  # after the skip link
    assert len(summary) == len(form.errors)
    assert [link for link in summary if link not in controls] == []
    assert [name for name in page.descriptions if name not in page.ids] == []
    assert len(page.ids) == len(set(page.ids))
    visible = {c["id"] for found in page.controls.values() for c in found if c.get("type") != "hidden" and c.get("id")}
    assert visible <= page.labels


def test_radio_buttons_tick_boxes_and_dates_are_led_to_by_their_first_control():
    page = Page(draw(SampleForm({}, {})))
    assert {"id_route_0", "id_strands_0", "id_starts_on_0", "id_closes_at_0"} <= set(page.links)


def test_what_is_missing_is_asked_for_by_name():
    html = draw(SampleForm({}, {}))
    assert "This field is required" not in html
    for message in (
        "Enter the name of your organisation",
        "Answer this question: How will you create lasting jobs",
        "Choose the route",
        "Choose your delivery plan",
        "Enter the start date",
        "Tick the box: I have no interest in any of these bidders",
    ):
        assert html.count(message) == 2  # in the summary and beside the field


def test_a_refused_form_keeps_what_was_typed_in_every_field():
    html = draw(SampleForm(BAD | {"declared": "on"}, {}))
    page = Page(html)
    typed = {name: found[0].get("value") for name, found in page.controls.items()}
    for name in ("email", "price", "quantity", "months"):
        assert typed[name] == BAD[name]
    for name in BAD:
        if "_day" in name or "_month" in name or "_year" in name or "_time" in name:
            assert typed[name] == BAD[name]
    assert "Ash\x00ford" in typed["organisation"]
    assert ("word " * 51).strip() in html
    ticked = [c["value"] for c in page.controls["strands"] if "checked" in c]
    assert ticked == ["economic"]
    assert "checked" in page.controls["declared"][0]


def test_a_good_choice_stays_chosen_when_another_answer_is_refused():
    page = Page(draw(SampleForm({"route": "light", "service": "b"}, {})))
    assert [c["value"] for c in page.controls["route"] if "checked" in c] == ["light"]
    assert '<option value="b" selected>' in draw(SampleForm({"service": "b"}, {}))


def test_a_password_is_never_given_back():
    assert "hunter2hunter2" not in draw(SampleForm({"password": "hunter2hunter2"}, {}))


def test_a_good_file_is_named_when_the_form_comes_back_for_another_reason():
    html = draw(SampleForm({}, {"plan": SimpleUploadedFile("plan.pdf", PDF)}))
    assert "Choose “plan.pdf” again" in html


def test_hints_with_markup_from_people_are_not_markup():
    class Asked(Form):
        answer = PlainLine(label="<b>Name</b>", help_text="<script>alert(1)</script>")

    html = draw(Asked())
    assert "<script>alert" not in html and "<b>Name" not in html
    assert "&lt;script&gt;" in html


def refusal(field: forms.Field, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize("text", ["👩‍👩‍👧‍👦 families first", "مرحبا بالعالم", "\u200fשלום\u200f", "é", "a\nb\tc"])
def test_text_of_any_script_is_kept_as_written(text):
    assert PlainText(label="x").clean(text) == text


def test_line_ends_become_one_kind():
    assert PlainText(label="x").clean("a\r\nb\rc\n") == "a\nb\nc"
    assert PlainLine(label="x").clean("a\r\nb") == "a b"


@pytest.mark.parametrize("hidden", ["\x00", "\x07", "\x1b", "\x9f", "\ud800"])
def test_control_characters_are_refused_with_their_place(hidden):
    assert refusal(PlainText(label="x"), f"our plan{hidden} b") == (
        "There is a hidden control character after “our plan”. Delete it and type that part again."
    )
    assert refusal(PlainLine(label="x"), f"{hidden}x").startswith("There is a hidden control character at the start.")


def test_the_word_limit_says_how_many_to_take_out():
    field = PlainText(label="x", word_limit=500)
    assert field.clean("word " * 500)
    assert refusal(field, "word " * 512) == "Your answer is 512 words. The limit is 500 words. Take out 12 words."
    assert refusal(field, "word " * 501) == "Your answer is 501 words. The limit is 500 words. Take out 1 word."
    assert refusal(field, "word " * 50_001) == (
        "Your answer is 50,001 words. The limit is 500 words. Take out 49,501 words."
    )


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [
        ("£1,200.50", Decimal("1200.50")),
        ("1200", Decimal(1200)),
        (" 1,200 ", Decimal(1200)),
        ("0", Decimal(0)),
        ("12.", Decimal(12)),
        ("1.500", Decimal("1.5")),
        ("£ 5", Decimal(5)),
    ],
)
def test_money_as_people_write_it(typed, pounds):
    assert MoneyField(label="x").clean(typed) == pounds


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("free", "Enter a price in pounds, like 1200 or 1,200.50."),
        ("NaN", "Enter a price in pounds, like 1200 or 1,200.50."),
        ("Infinity", "Enter a price in pounds, like 1200 or 1,200.50."),
        ("1e9", "Enter a price in pounds, like 1200 or 1,200.50."),
        ("12,00", "Enter a price in pounds, like 1200 or 1,200.50."),
        ("١٢", "Enter a price in pounds, like 1200 or 1,200.50."),
        ("9" * 5000, "Enter a price in pounds, like 1200 or 1,200.50."),
        ("-5", "Enter £0 or more."),
        ("1.005", "Enter a price in pounds and pence, like 1,200.50."),
        ("99999999999", "Enter £9,999,999,999.99 or less."),
    ],
)
def test_money_that_is_none(typed, message):
    assert refusal(MoneyField(label="x"), typed) == message


def test_numbers():
    marks = DecimalTextField(label="x", what="a mark", max_value=5, places=1)
    assert marks.clean("3.5") == Decimal("3.5")
    assert refusal(marks, "6") == "Enter 5 or less."
    assert refusal(marks, "3.25") == "Use no more than 1 digit after the point."
    assert refusal(marks, "good") == "Enter a mark in figures, like 12 or 12.5."
    assert WholeNumberField(label="x").clean("1,000") == 1000
    assert refusal(WholeNumberField(label="x"), "1.5") == "Enter a number as a whole number, like 12."
    assert DecimalTextField(label="x", required=False).clean("") is None


def test_a_stored_number_is_shown_as_people_type_it():
    class Asked(Form):
        price = MoneyField(label="Price")

    page = Page(draw(Asked(initial={"price": Decimal("1200.50")})))
    assert page.controls["price"][0]["value"] == "1,200.5"


@pytest.mark.parametrize(
    ("boxes", "day"),
    [
        (["20", "1", "2027"], date(2027, 1, 20)),
        (["1", "Apr", "2027"], date(2027, 4, 1)),
        (["29", "2", "2028"], date(2028, 2, 29)),
    ],
)
def test_days(boxes, day):
    assert DayField(label="x").clean(boxes) == day


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        (["20", "1", ""], "Add the year."),
        (["20", "", ""], "Add the month and year."),
        (["31", "2", "2027"], "Enter a real date, like 20 1 2027."),
        (["x", "1", "2027"], "Enter a real date, like 20 1 2027."),
        (["20", "1", "27"], "Enter a real date, like 20 1 2027."),
    ],
)
def test_days_that_are_none(boxes, message):
    assert refusal(DayField(label="x"), boxes) == message


@pytest.mark.parametrize(
    ("time", "utc"),
    [
        ("12 noon", datetime(2027, 1, 20, 12, tzinfo=UTC)),
        ("5pm", datetime(2027, 1, 20, 17, tzinfo=UTC)),
        ("5.30 PM", datetime(2027, 1, 20, 17, 30, tzinfo=UTC)),
        ("17:30", datetime(2027, 1, 20, 17, 30, tzinfo=UTC)),
        ("12am", datetime(2027, 1, 20, 0, tzinfo=UTC)),
    ],
)
def test_moments_in_winter(time, utc):
    assert MomentField(label="x").clean(["20", "1", "2027", time]) == utc


def test_moments_in_summer_and_at_the_change_of_clocks():
    field = MomentField(label="x")
    assert field.clean(["1", "7", "2027", "12 noon"]) == datetime(2027, 7, 1, 11, tzinfo=UTC)
    clocks = "The clocks change at that time. Choose another time."
    assert refusal(field, ["28", "3", "2027", "1:30am"]) == clocks  # skipped
    assert refusal(field, ["31", "10", "2027", "1:30am"]) == clocks  # comes twice
    assert field.clean(["31", "10", "2027", "2am"]) == datetime(2027, 10, 31, 2, tzinfo=UTC)
    for time in ("lunch", "25:00", "13pm", "12", "5:75pm"):
        assert refusal(field, ["20", "1", "2027", time]) == "Enter a time, like 12 noon, 5pm or 17:30."


def test_a_stored_moment_is_shown_in_uk_time():
    class Asked(Form):
        closes_at = MomentField(label="Closes")

    page = Page(draw(Asked(initial={"closes_at": datetime(2027, 7, 1, 11, tzinfo=UTC)})))
    assert [page.controls[f"closes_at_{name}"][0]["value"] for name in ("day", "month", "year", "time")] == [
        "1",
        "7",
        "2027",
        "12:00",
    ]


def test_a_thirty_megabyte_file_is_refused_unread():
    class Unread(SimpleUploadedFile):
        def read(self, *_):
            pytest.fail("a file over the limit was read")

    upload = Unread("plan.pdf", PDF)
    upload.size = 30 * 1024 * 1024
    assert refusal(CheckedFileField(label="x"), upload) == (
        "“plan.pdf” is 30 MB. The limit is 10 MB. Choose a smaller file."
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("plan.pdf", b"", "“plan.pdf” is empty."),
        ("plan.exe", b"MZ", "“plan.exe” cannot be used."),
        ("plan", b"text", "“plan” cannot be used."),
        ("plan.pdf", b"MZ\x90\x00", "“plan.pdf” does not hold what its name says."),
        ("plan.docx", b"PK\x03\x04 broken", "“plan.docx” does not hold what its name says."),
        ("list.csv", b"a,b\x00", "“list.csv” does not hold what its name says."),
    ],
)
def test_files_that_are_refused(name, content, message):
    assert refusal(CheckedFileField(label="x"), SimpleUploadedFile(name, content)).startswith(message)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", PDF),
        ("photo.JPEG", b"\xff\xd8\xff\xe0"),
        ("photo.png", b"\x89PNG\r\n\x1a\n"),
        ("list.csv", "naïve,£5\r\n".encode()),
        ("list.txt", "naïve £5".encode("cp1252")),
    ],
)
def test_files_that_are_kept(name, content):
    upload = CheckedFileField(label="x").clean(SimpleUploadedFile(name, content))
    assert upload.read() == content


def test_a_file_name_loses_folders_and_tricks_but_not_its_ending():
    assert filekinds.clean_name("C:\\Users\\me\\plan.pdf") == "plan.pdf"
    assert filekinds.clean_name("../../etc/plan.pdf") == "plan.pdf"
    assert filekinds.clean_name("plan\u202efdp.exe") == "planfdp.exe"
    assert filekinds.clean_name("a\x00b\n.pdf") == "ab.pdf"
    long = filekinds.clean_name("x" * 300 + ".pdf")
    assert len(long) == 150 and long.endswith(".pdf")


def test_no_page_of_a_form_carries_inline_style_or_script():
    html = draw(SampleForm({}, {}))
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))
