"""Drafting, approving, publishing and cancelling."""

from collections.abc import Iterator

from commissioning.evaluation.actions import ask_to_cancel, confirm_cancellation
from commissioning.story.case import Case, Scene
from commissioning.tenders import actions, tenderfile
from commissioning.tenders.actions.conflicts import NO_VERSION, confirm_conflicts
from commissioning.tenders.lifecycle import AssessmentStage


def scenes(case: Case) -> Iterator[Scene]:
    """From the first line of the draft to publication, or to its end."""
    yield from _drafting(case)
    if case.happens("sent"):
        at = case.at("sent", 11)
        by, assessed_at = case.person("commissioner"), case.at("sent", 10, 45)
        yield Scene(
            assessed_at,
            lambda: confirm_conflicts(
                case.tender, stage=AssessmentStage.NOTICE, from_version=NO_VERSION, by=by, now=assessed_at
            ),
        )
        yield Scene(
            at, lambda: _keep(case, actions.send_for_approval(case.tender, by=case.person("commissioner"), now=at))
        )
    if case.happens("published"):
        published_at = case.at("published", 14, 15)
        yield Scene(
            published_at,
            lambda: _keep(case, actions.publish(case.tender, by=case.person("officer"), now=published_at)),
        )
    if case.happens("cancelled"):
        asked_at, cancelled_at = case.at("cancelled", 11, 20), case.at("cancelled", 16, 40)
        reason = case.said.get("cancelled_reason", "")
        yield Scene(asked_at, lambda: ask_to_cancel(case.tender, reason, by=case.person("officer"), now=asked_at))
        yield Scene(
            cancelled_at, lambda: confirm_cancellation(case.tender, by=case.person("second_officer"), now=cancelled_at)
        )


def _drafting(case: Case) -> Iterator[Scene]:
    """A sample is imported from its file; any other tender is started empty and written."""
    by, document = case.person("commissioner"), case.document
    started_at, saved_at = case.at("started", 9, 30), case.at("started", 15, 10)
    if "sample" in case.said:
        text = tenderfile.write(document)
        yield Scene(
            started_at,
            lambda: _keep(case, actions.import_tender(text, authority=case.authority, by=by, now=started_at)),
        )
        return
    yield Scene(
        started_at,
        lambda: _keep(
            case,
            actions.start_draft(
                case.authority,
                title=document.title,
                value=document.value.amount,
                procedure=document.procedure,
                service=document.service,
                by=by,
                now=started_at,
            ),
        ),
    )
    yield Scene(
        saved_at,
        lambda: _keep(
            case,
            actions.save_draft(
                case.tender,
                document,
                section="the draft",
                from_version=case.tender.version,
                by=by,
                now=saved_at,
            ),
        ),
    )


def _keep(case: Case, tender: object) -> None:
    case.tender = tender
