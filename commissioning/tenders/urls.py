"""Addresses of tenders and of the question bank."""

from django.urls import path

from commissioning.tenders.views import clarifications
from commissioning.tenders.views import (
    approval,
    bank,
    checks,
    coverage,
    draft,
    effort,
    files,
    public,
    questions,
    timetable,
)

urlpatterns = [
    path("tenders/", public.tender_list, name="tender_list"),
    path("tenders/new/", draft.start, name="tender_start"),
    path("tenders/import/", files.import_file, name="tender_import"),
    path("tenders/<int:pk>/", public.tender, name="tender"),
    path("tenders/<int:pk>/pack/", files.pack, name="tender_pack"),
    path("tenders/<int:pk>/export/", files.export, name="tender_export"),
    path("tenders/<int:pk>/draft/", draft.task_list, name="tender_draft"),
    path("tenders/<int:pk>/draft/review/", approval.review, name="tender_review"),
    path("tenders/<int:pk>/draft/questions/", questions.listing, name="tender_questions"),
    path("tenders/<int:pk>/draft/question/", questions.question, name="tender_question"),
    path("tenders/<int:pk>/draft/question/remove/", questions.remove, name="tender_question_remove"),
    path("tenders/<int:pk>/draft/timetable-maker/", timetable.maker, name="tender_timetable_maker"),
    path("tenders/<int:pk>/draft/checks/", checks.checks, name="tender_checks"),
    path("tenders/<int:pk>/draft/effort/", effort.effort, name="tender_effort"),
    path("tenders/<int:pk>/draft/coverage/", coverage.coverage, name="tender_coverage"),
    path("tenders/<int:pk>/draft/<slug:section>/check/", checks.section_check, name="tender_section_check"),
    path("tenders/<int:pk>/draft/<slug:section>/", draft.section, name="tender_section"),
    path("tenders/<int:pk>/timetable.ics", timetable.calendar, name="tender_calendar"),
    path("tenders/<int:pk>/approve/", approval.approve, name="tender_approve"),
    path("tenders/<int:pk>/cancel/", approval.cancel, name="tender_cancel"),
    path("tenders/<int:pk>/clarifications/", clarifications.listing, name="tender_clarifications"),
    path("tenders/<int:pk>/clarifications/ask/", clarifications.ask, name="clarification_ask"),
    path("tenders/<int:pk>/clarifications/waiting/", clarifications.waiting, name="clarifications_waiting"),
    path(
        "tenders/<int:pk>/clarifications/<int:clarification_pk>/", clarifications.answer, name="clarification_answer"
    ),
    path("tenders/<int:pk>/follow/", clarifications.follow, name="tender_follow"),
    path("question-bank/", bank.question_bank, name="question_bank"),
    path("question-bank/<slug:slug>/", bank.bank_question, name="bank_question"),
]
