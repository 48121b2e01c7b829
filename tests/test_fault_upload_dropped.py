"""The fault: an error in one answer of a form drops the file that was uploaded with it, or scrambles the other answers."""

from datetime import timedelta

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.urls import reverse

from commissioning.bids.models import BidDocument
from providers.models import Paper
from socialvalue.files.forms import FileForm
from socialvalue.files.models import KEPT_FOR, StoredFile, Upload, find_kept, keep
from socialvalue.ui.samples import SampleForm
from tests import play_bids
from tests.crawl import browser
from tests.form_of import form_of
from tests.play_tenders import published_tender
from tests.test_no_500 import DOCUMENTS
from tests.test_provider_facts import text_of

PDF = b"%PDF-1.7 what took an hour to scan"
TYPED = {
    "organisation": "Ware <Repair> & “Sons”",
    "email": "not an address",
    "answer": "word " * 51,
    "price": "free",
    "quantity": "1,2,3",
    "months": "twelve",
    **{"starts_on_day": "31", "starts_on_month": "2", "starts_on_year": "2027"},
    **{"closes_at_day": "1", "closes_at_month": "x", "closes_at_year": "", "closes_at_time": "lunch"},
    "service": "b",
    "route": "light",
    "strands": ["economic", "environmental"],
    "declared": "on",
}


class EveryField(FileForm, SampleForm):
    """Every type of field that the portal has, with two files; one of the files is optional."""

    password = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["photo"] = type(self.fields["plan"])(label="A photo", required=False)


def page_of(form: forms.Form):
    """The form as a page would draw it, in the shape of an answer."""
    source = "{% load crispy_forms_tags %}<form>{{ form|crispy }}</form>"
    html = engines["django"].from_string(source).render({"form": form})
    return type("Page", (), {"content": html.encode()})


def pdf(name: str = "plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def test_every_type_of_field_comes_back_as_it_was_typed_and_the_files_stay(cast, now):
    who = {"by": cast.writer, "now": now}
    form = EveryField(TYPED, {"plan": pdf(), "photo": pdf("photo.pdf")}, **who)
    assert not form.is_valid()
    back = form_of(page_of(form), marker="organisation")
    for name, typed in TYPED.items():
        kept = typed.strip() if name == "answer" else typed
        assert (back[name].strip() if name == "answer" else back[name]) == kept, name
    assert {name for name in back if name.endswith("-kept")} == {"plan-kept", "photo-kept"}
    for _ in range(3):  # however often another answer is wrong
        form = EveryField(back, {}, **who)
        assert not form.is_valid()
        assert "plan" not in form.errors
        assert form_of(page_of(form), marker="organisation") == back
    assert (Upload.objects.count(), StoredFile.objects.count()) == (2, 2)


def test_a_kept_file_can_be_replaced_or_left_out(cast, now):
    who = {"by": cast.writer, "now": now}
    first = EveryField({}, {"plan": pdf(), "photo": pdf("photo.pdf")}, **who)
    back = form_of(page_of(first), marker="plan-kept")
    again = EveryField({**back, "photo-left-out": "1"}, {"plan": pdf("better.pdf")}, **who)
    assert again.kept == {} and not again.is_valid()
    assert {name: kept.name for name, kept in again.kept.items()} == {"plan": "better.pdf"}


def test_a_bad_file_leaves_the_good_one_beside_it(cast, now):
    form = EveryField({}, {"plan": pdf(), "photo": SimpleUploadedFile("photo.exe", b"MZ")}, by=cast.writer, now=now)
    assert not form.is_valid()
    assert set(form.kept) == {"plan"}


def test_a_file_is_attached_by_id_and_only_by_who_uploaded_it(cast, now):
    mine = keep(pdf(), by=cast.writer, now=now)
    pk = str(mine.upload.pk)
    assert find_kept(pk, by=cast.writer, now=now).name == "plan.pdf"
    assert find_kept(pk, by=cast.rival, now=now) is None
    assert find_kept("no id", by=cast.writer, now=now) is None
    form = EveryField({"plan-kept": pk}, {}, by=cast.rival, now=now)
    assert form.errors["plan"] == ["The file that you chose is not here any more. Choose it again."]


def test_what_nobody_comes_back_for_is_erased_after_a_day_and_what_is_attached_stays(cast, now):
    from socialvalue.files.models import store

    old, attached = keep(pdf("old.pdf"), by=cast.writer, now=now), keep(pdf("attached.pdf"), by=cast.writer, now=now)
    stored = store(attached, by=cast.writer, now=now)
    later = now + KEPT_FOR + timedelta(minutes=1)
    assert find_kept(str(old.upload.pk), by=cast.writer, now=later) is None
    keep(pdf("new.pdf"), by=cast.owner, now=later)
    assert sorted(StoredFile.objects.values_list("name", flat=True)) == ["attached.pdf", "new.pdf"]
    assert stored.pk == attached.upload.file.pk


def test_nobody_can_fill_the_disk_with_forms_that_are_never_right(cast, now):
    for number in range(25):
        keep(pdf(f"{number}.pdf"), by=cast.writer, now=now + timedelta(seconds=number))
    assert (Upload.objects.count(), StoredFile.objects.count()) == (20, 20)
    assert not StoredFile.objects.filter(name="4.pdf").exists()


def test_a_paper_keeps_its_file_while_its_date_is_mended(cast, now, portal_clock):
    owner, page = browser(cast.owner), reverse("provider_paper_add", args=[cast.reuse.pk, "insurance"])
    sent = {"which": "Public liability", "cover": "5,000,000", "issuer": "Zurich", "number": "77"}
    refused = owner.post(page, {**sent, "expires_on_day": "31", "file": pdf()})
    assert refused.status_code == 422
    assert "plan.pdf (34 bytes) is uploaded and kept." in text_of(refused)
    back = form_of(refused)
    assert {name: back[name] for name in sent} == sent
    day = {"expires_on_day": "31", "expires_on_month": "3", "expires_on_year": "2027"}
    assert owner.post(page, {**back, **day}).status_code == 302
    assert bytes(Paper.objects.get().file.content) == PDF
    assert (Upload.objects.count(), StoredFile.objects.count()) == (0, 1)


def test_one_bad_document_of_a_bid_does_not_hold_up_the_others(cast, now, portal_clock):
    two = [*DOCUMENTS, type(DOCUMENTS[0])(**{**vars(DOCUMENTS[0]), "name": "Fire plan"})]
    bid = play_bids.started_bid(published_tender(cast, now, documents=tuple(two)), provider=cast.reuse, now=now)
    page, writer = reverse("bid_documents", args=[bid.pk]), browser(cast.writer)
    answer = writer.post(page, {"file-1": SimpleUploadedFile("plan.exe", b"MZ"), "file-2": pdf("fire.pdf")})
    assert answer.status_code == 422
    assert "“plan.exe” cannot be used." in text_of(answer)
    assert [(row.name, row.file.name) for row in BidDocument.own.all()] == [("Fire plan", "fire.pdf")]
    assert Upload.objects.count() == 0


@pytest.mark.parametrize("name", ["tender_import", "policy_adopt"])
def test_a_tender_file_or_policy_file_stays_too(cast, now, portal_clock, name):
    person, page = (
        (cast.commissioner, reverse(name))
        if name == "tender_import"
        else (cast.admin, reverse(name, args=[cast.county.slug]))
    )
    answer = browser(person).post(page, {"policy": "", "authority": "", "file": SimpleUploadedFile("a.json", b"{}")})
    assert answer.status_code == 422
    assert ("file-kept" in answer.content.decode()) == (name == "policy_adopt")
