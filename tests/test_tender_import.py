"""Tenders in and out as files, by command and by page."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from commissioning.tenders import tenderfile
from commissioning.tenders.models import Tender

SAMPLES = sorted((Path(tenderfile.__file__).parents[1] / "samples").glob("*.json"))


def run(*args: str, **named: str) -> tuple[int, str, str]:
    """Run a command; return its exit code, output and errors."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*args, stdout=out, stderr=err, **named)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_there_are_four_samples():
    """The founding sets."""
    assert [path.stem for path in SAMPLES] == ["bulky-waste", "design-and-build", "school-works", "sen-transport"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_comes_back_byte_for_byte(cast, path):
    """Import, export: the same file."""
    code, number, errors = run("import_tender", str(path), "--authority", cast.county.slug)
    assert (code, errors) == (0, "")
    code, document, errors = run("export_tender", number.strip())
    assert (code, errors) == (0, "")
    assert document.encode() == path.read_bytes()
    tender = Tender.objects.get(pk=number)
    assert (tender.created_by, set(tender.drafters.all())) == (cast.commissioner, {cast.commissioner})


def test_standard_input_is_read(cast, monkeypatch):
    """ "-" reads what is piped in."""
    stream = io.TextIOWrapper(io.BytesIO(SAMPLES[0].read_bytes()))
    monkeypatch.setattr("sys.stdin", stream)
    code, number, _ = run(
        "import_tender", "-", "--authority", cast.county.slug, "--by", cast.commissioner.email.upper()
    )
    assert (code, Tender.objects.get().pk) == (0, int(number))


BAD = [
    (b"", "file: It is not JSON"),
    (b"{", "file: It is not JSON"),
    (b"\xff\xfe", "file: It is not UTF-8"),
    (b"[]", "file: It must be an object"),
    (b'{"title": "A", "value": {"amount": "1"}, "procedure": "open", "criteria": [], "colour": 1}', "colour: The key"),
    (b'{"title": "A\\u0000", "value": {"amount": "1"}, "procedure": "open", "criteria": []}', "title: It holds a NUL"),
    (b'{"title": "A", "value": {"amount": "free"}, "procedure": "open", "criteria": []}', "value.amount: It must be"),
    (b"[" * 100_000, "file: It is more than 40 levels deep"),
]


@pytest.mark.parametrize(("content", "line"), BAD)
def test_what_is_no_tender_is_refused_line_by_line(cast, tmp_path, content, line):
    """Exit 2, a line with the path, never a traceback, nothing stored."""
    path = tmp_path / "tender.json"
    path.write_bytes(content)
    code, out, errors = run("import_tender", str(path), "--authority", cast.county.slug)
    assert (code, out) == (2, "")
    assert line in errors
    assert "Traceback" not in errors
    assert Tender.objects.count() == 0


def test_every_fault_has_a_line(cast, tmp_path):
    """All faults at once."""
    path = tmp_path / "tender.json"
    path.write_text('{"title": "", "value": {"amount": "-1"}}')
    _, _, errors = run("import_tender", str(path), "--authority", cast.county.slug)
    assert [said.partition(":")[0] for said in errors.splitlines()] == [
        "title",
        "procedure",
        "value.amount",
        "criteria",
    ]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["/no/such/file", "--authority", "hertfordshire"], "file: No such file"),
        ([".", "--authority", "hertfordshire"], "file: Is a directory"),
        (["a\0b", "--authority", "hertfordshire"], "file: Its name"),
        ([str(SAMPLES[0]), "--authority", "nowhere"], 'No authority is called "nowhere"'),
        ([str(SAMPLES[0]), "--authority", "hertfordshire", "--by", "peter.procurement@example.org"], "no commissioner"),
    ],
)
def test_what_cannot_be_found_is_said(cast, args, words):
    """A file, an authority, a commissioner that are not there."""
    code, _, errors = run("import_tender", *args)
    assert (code, words in errors, Tender.objects.count()) == (2, True, 0)


def test_same_reference_twice_is_refused(cast):
    """A second import of the same file says which reference is taken."""
    run("import_tender", str(SAMPLES[0]), "--authority", cast.county.slug)
    code, _, errors = run("import_tender", str(SAMPLES[0]), "--authority", cast.county.slug)
    assert (code, "has the reference" in errors) == (2, True)


@pytest.mark.parametrize("number", ["0", "999", "99999999999999999999999"])
def test_export_of_a_tender_that_is_not_there(cast, number):
    """Exit 2 and a sentence."""
    code, out, errors = run("export_tender", number)
    assert (code, out, "No tender has the number" in errors) == (2, "", True)


def upload(client, cast, content: bytes, name: str = "tender.json"):
    """Post a file to the import page."""
    return client.post(
        reverse("tender_import"), {"authority": cast.county.pk, "file": SimpleUploadedFile(name, content)}
    )


def test_upload_becomes_a_draft_and_its_export_is_the_same(client, cast):
    """The page does what the command does."""
    client.force_login(cast.commissioner)
    answer = upload(client, cast, SAMPLES[0].read_bytes())
    tender = Tender.objects.get()
    assert answer["Location"] == reverse("tender_draft", args=[tender.pk])
    assert client.get(reverse("tender_export", args=[tender.pk])).content == SAMPLES[0].read_bytes()


def test_faults_of_an_upload_stand_beside_the_field(client, cast):
    """Each fault with its path."""
    client.force_login(cast.commissioner)
    answer = upload(client, cast, b'{"title": "", "value": {"amount": "-1"}}')
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count('class="govuk-error-message"') == 4
    assert "value.amount: It must not be negative" in text


def test_upload_over_the_limit_is_refused_in_words(client, cast, settings):
    """A 30 MB file never reaches the reader."""
    client.force_login(cast.commissioner)
    answer = upload(client, cast, b" " * (settings.UPLOAD_LIMIT_BYTES + 1))
    assert (answer.status_code, "The limit is 10 MB" in answer.content.decode()) == (422, True)
    assert Tender.objects.count() == 0


def test_others_cannot_import(client, cast):
    """Without the role there is no authority to choose."""
    client.force_login(cast.procurement)
    assert upload(client, cast, SAMPLES[0].read_bytes()).status_code == 422
    assert Tender.objects.count() == 0
