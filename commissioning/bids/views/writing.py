"""Writing answers: one question a page, or all on one page."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.bids import actions, reports
from commissioning.bids.actions import Stale
from commissioning.bids.forms import AnswerForm, AnswerText, PromiseForm
from commissioning.bids.models import Answer, Commitment
from commissioning.bids.readiness import AskedQuestion
from commissioning.bids.views.comment import beside
from commissioning.bids.views.finding import CONFLICT, REFUSED, Found, find, from_version, page, read_version
from socialvalue.refusals import Refused
from socialvalue.text import count_text, count_words, datetime_text, number_text

TERMS_OF_NUMBERS = ("indicator", "baseline", "target")
TERMS_OF_WORDS = ("social-value", "activities", "outputs", "outcomes", "impacts")
"""Words of the glossary that people stumble over while they answer: their meaning is one tap away."""


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """One question: what is asked, how it is marked, the answer, the commitments under it."""
    found = find(request, pk)
    question = found.asked.numbered(number)
    if question is None:
        raise Http404
    return _number(request, found, question) if question.is_commitment else _words(request, found, question)


def _words(request: HttpRequest, found: Found, question: AskedQuestion) -> HttpResponse:
    """A question answered in words. A save that succeeds reads nothing but what the action needs."""
    form, problems, status, theirs, version = None, [], 200, None, -1
    if request.method == "POST":
        form, version, status = AnswerForm(question, request.POST), from_version(request), REFUSED
        if form.is_valid():
            said = form.cleaned_data["text"]
            try:
                actions.save_answer(
                    found.bid, question.id, said, from_version=version, by=request.user, now=request.now
                )
            except Stale as stale:
                status, problems, theirs = CONFLICT, stale.problems, stale.stored[question.id]
                version = theirs.version if theirs else 0
            except Refused as refused:
                problems = refused.problems
            else:
                _tell_saved(request, question, said)
                return redirect(_next_address(request, found, question))
    stored = Answer.own.filter(bid=found.bid, question_id=question.id).select_related("saved_by").first()
    text = stored.text if stored else ""
    if form is None:
        form, version = AnswerForm(question, initial={"text": text}), stored.version if stored else 0
    saved = f"Saved by {stored.saved_by.name} at {datetime_text(stored.saved_at)}." if stored else "Nothing saved yet."
    return _question_page(
        request,
        found,
        question,
        status,
        form=form,
        problems=problems,
        version=version,
        theirs=theirs,
        text=text,
        saved=saved,
    )


def _number(request: HttpRequest, found: Found, question: AskedQuestion) -> HttpResponse:
    """A question answered with a number."""
    stored = Commitment.own.filter(bid=found.bid, question_id=question.id).first()
    version = stored.version if stored else 0
    measure = question.question.measure
    initial = promise_initial(stored) if stored else {"evidence": (measure and measure.evidence) or ""}
    form = PromiseForm(
        question,
        request.POST if request.method == "POST" else None,
        initial=initial,
        partners=reports.partners_of(found.bid),
    )
    problems, status, theirs = [], 200, None
    if request.method == "POST":
        version = from_version(request)
        status = REFUSED
        if form.is_valid():
            try:
                actions.save_commitment(
                    found.bid,
                    question.id,
                    promise_of(form),
                    from_version=version,
                    by=request.user,
                    now=request.now,
                )
            except Stale as stale:
                status, problems, theirs = CONFLICT, stale.problems, stale.stored
                version = theirs.version
            except Refused as refused:
                problems = refused.problems
            else:
                messages.success(request, f"Your promise for question {question.number} is saved.")
                return redirect(_next_address(request, found, question))
    return _question_page(
        request, found, question, status, form=form, problems=problems, version=version, their_promise=theirs
    )


def promise_initial(row: Commitment) -> dict[str, object]:
    """What a commitment's form starts from."""
    return {
        "measure": row.measure,
        "unit": row.unit,
        "quantity": row.quantity,
        "baseline": row.baseline,
        "by_when": row.by_when,
        "evidence": row.evidence,
        "partner": row.partner_id or "",
    }


def promise_of(form: PromiseForm) -> actions.Promise:
    """What was filled in, as the action takes it."""
    said = form.cleaned_data
    return actions.Promise(**{**said, "baseline": said["baseline"] if said["baseline"] is not None else Decimal()})


def _question_page(
    request: HttpRequest, found: Found, question: AskedQuestion, status: int, **context: object
) -> HttpResponse:
    """Draw the page of one question."""
    rows = list(Commitment.own.filter(bid=found.bid))
    looks = reports.second_looks(found.bid, found.asked, [reports.commitment_of(row) for row in rows])
    last = len(found.asked.questions)
    return page(
        request,
        "bids/answer.html",
        found.bid,
        status,
        asked=found.asked,
        question=question,
        terms=TERMS_OF_NUMBERS if question.is_commitment else TERMS_OF_WORDS,
        may=found.may,
        promises=[
            (row.pk, f"{number_text(row.quantity)} {row.unit}", row) for row in rows if row.question_id == question.id
        ],
        second_looks=[look.sentence for look in looks if look.number == question.number],
        before=question.number - 1 if question.number > 1 else None,
        after=question.number + 1 if question.number < last else None,
        **beside(found.bid, question.id, request),
        **context,
    )


def _next_address(request: HttpRequest, found: Found, question: AskedQuestion) -> str:
    """Where to go after saving: on to a commitment under it or to the next question, or back to this one."""
    number = question.number
    if request.POST.get("next") == "commitment" and not question.is_commitment:
        return reverse("bid_commitment_add", args=[found.bid.pk, number])
    if "next" in request.POST:
        if number == len(found.asked.questions):
            return reverse("bid", args=[found.bid.pk])
        number += 1
    return reverse("bid_answer", args=[found.bid.pk, number])


def _tell_saved(request: HttpRequest, question: AskedQuestion, text: str) -> None:
    """Say what was saved, and whether it is over the limit."""
    words, limit = count_words(text), question.question.word_limit
    if limit is not None and words > limit:
        messages.error(
            request,
            f"Your answer to question {question.number} is saved, but it has {count_text(words, 'word')}. "
            f"The limit is {limit:,}. Take out {count_text(words - limit, 'word')} before you submit.",
        )
    else:
        messages.success(request, f"Your answer to question {question.number} is saved: {count_text(words, 'word')}.")


@dataclass(frozen=True, slots=True)
class Box:
    """One question on the page of all: a text area when it is answered in words, else what is promised.

    `began` is the version and the digest of the text that the page was made from.
    """

    number: int
    id: str
    question: str
    facts: str
    address: str
    is_commitment: bool
    progress: str
    version: int
    word_limit: int | None
    text: str
    began: str
    error: str
    theirs: str | None


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All questions on one page. Any save button saves every answer that was changed here, and no other."""
    found = find(request, pk)
    typed: dict[str, tuple[str, str]] = {}
    errors: dict[str, str] = {}
    stale: dict[str, Answer | None] = {}
    problems, status = [], 200
    if request.method == "POST":
        typed = _typed(request, found)
        changed, errors = _changed(request, found, typed)
        status = REFUSED
        if not errors:
            try:
                saved = actions.save_answers(found.bid, changed, by=request.user, now=request.now)
            except Stale as refused:
                status, problems, stale = CONFLICT, refused.problems, refused.stored
            except Refused as refused:
                problems = refused.problems
            else:
                what = f"{count_text(len(saved), 'answer')} saved." if saved else "Nothing had changed."
                messages.success(request, what)
                place = from_version(request, "save")
                return redirect(f"{reverse('bid_write', args=[pk])}{f'#question-{place}' if place > 0 else ''}")
    boxes = _boxes(found, typed, errors, stale)
    return page(
        request,
        "bids/write.html",
        found.bid,
        status,
        boxes=boxes,
        may=found.may,
        problems=[*problems, *(f"Question {box.number}: {box.error}" for box in boxes if box.error)],
    )


def _typed(request: HttpRequest, found: Found) -> dict[str, tuple[str, str]]:
    """What was posted, by question id: the text as it was typed, and what it began from."""
    return {
        question.id: (request.POST[f"answer-{question.number}"], request.POST.get(f"began-{question.number}", ""))
        for question in found.asked.questions
        if not question.is_commitment and f"answer-{question.number}" in request.POST
    }


def _changed(
    request: HttpRequest, found: Found, typed: dict[str, tuple[str, str]]
) -> tuple[dict[str, tuple[str, int]], dict[str, str]]:
    """The answers that were changed on this page, as the action takes them, and what is wrong with others."""
    changed, errors, field = {}, {}, AnswerText(required=False, widget=forms.Textarea)
    for question_id, (text, began) in typed.items():
        try:
            clean = field.clean(text)
        except ValidationError as fault:
            errors[question_id] = " ".join(fault.messages)
            continue
        version, _, digest = began.partition(":")
        if digest != _digest(clean):
            changed[question_id] = (clean, read_version(version))
    return changed, errors


def _boxes(
    found: Found,
    typed: dict[str, tuple[str, str]],
    errors: dict[str, str],
    stale: dict[str, Answer | None],
) -> list[Box]:
    """Every question with what is stored, or what was typed when it could not be saved."""
    draft = reports.draft_of(found.bid)
    boxes = []
    for question in found.asked.questions:
        stored = draft.text(question.id)
        now_stored = began_from(draft.version(question.id), stored)
        text, began = typed.get(question.id, (stored, now_stored))
        is_stale = question.id in stale
        boxes.append(
            Box(
                number=question.number,
                id=question.id,
                question=question.question.text or "",
                facts=f"{question.weight_text} of the marks",
                address=reverse("bid_answer", args=[found.bid.pk, question.number]),
                is_commitment=question.is_commitment,
                progress=reports.progress_text(question, draft),
                version=draft.version(question.id),
                word_limit=question.question.word_limit,
                text=text,
                began=now_stored if is_stale else began,
                error=errors.get(question.id, ""),
                theirs=stored if is_stale else None,
            )
        )
    return boxes


def began_from(version: int, text: str) -> str:
    """What a box of the page of all questions carries, to tell what it was made from and whether it was touched."""
    return f"{version}:{_digest(text)}"


def _digest(text: str) -> str:
    """A short name for a text, to tell whether it was touched."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
