"""The conflicts assessment of a tender: the list as it stands, a new entry, the end of one, and "still right"."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.tenders.actions.conflicts import add_conflict, confirm_conflicts, end_conflict
from commissioning.tenders.forms.conflicts import ConflictForm, EndForm, StageForm
from commissioning.tenders.lifecycle import STAGES_OF_PHASE
from commissioning.tenders.models import Tender
from commissioning.tenders.permissions.conflicts import check_can_assess_conflicts, check_can_read_conflicts
from commissioning.tenders.reports.conflicts import assessment_page
from commissioning.tenders.views.draft import of_staff, read_version
from socialvalue.refusals import Refused, allowed

SAID = {
    "confirm": "Kept: the list is right as it stands.",
    "add": "The entry is on the list.",
    "end": "The entry has left the list. It stays in the history below.",
}


class Forms:
    """The three forms of the page; only the one that was sent is bound."""

    def __init__(self, request: HttpRequest, tender: Tender) -> None:
        self.sent = request.POST.get("do", "") if request.method == "POST" else ""
        stages = STAGES_OF_PHASE[tender.phase(request.now)]
        last = tender.conflicts_assessments.last()
        self.confirm = StageForm(stages, self._posted(request, "confirm"), prefix="confirm")
        self.add = ConflictForm(stages, self._posted(request, "add"), prefix="add")
        self.end = EndForm(last.conflicts if last else [], stages, self._posted(request, "end"), prefix="end")

    def _posted(self, request: HttpRequest, name: str) -> object:
        return request.POST if self.sent == name else None

    def do(self, request: HttpRequest, tender: Tender) -> bool:
        """Do what was sent; False when its form is not right. Raises Refused as the actions do."""
        known = {"from_version": read_version(request), "by": request.user, "now": request.now}
        if self.sent == "confirm" and self.confirm.is_valid():
            confirm_conflicts(tender, stage=self.confirm.said_stage, **known)
        elif self.sent == "add" and self.add.is_valid():
            add_conflict(tender, self.add.entry(), stage=self.add.said_stage, **known)
        elif self.sent == "end" and self.end.is_valid():
            said = self.end.cleaned_data
            end_conflict(tender, int(said["place"]), said["reason"], stage=self.end.said_stage, **known)
        else:
            return False
        return True


@require_http_methods(["GET", "HEAD", "POST"])
def conflicts_assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """The list and its history for those who may read it; forms for those who may change it."""
    tender = of_staff(request, pk)
    if not allowed(check_can_read_conflicts, request.user, tender):
        raise Http404
    its = Forms(request, tender)
    problems: list[str] = []
    if request.method == "POST":
        try:
            check_can_assess_conflicts(request.user, tender)
            if its.do(request, tender):
                messages.success(request, SAID[its.sent])
                return redirect("conflicts_assessment", pk=tender.pk)
        except Refused as refused:
            problems = refused.problems
        if its.sent not in SAID:
            problems = problems or ["Choose what to do with the list."]
    return render(
        request,
        "tenders/conflicts_assessment.html",
        {
            "tender": tender,
            "assessment": assessment_page(tender, request.now),
            "may_assess": allowed(check_can_assess_conflicts, request.user, tender),
            "confirm": its.confirm,
            "form": its.add,
            "end": its.end,
            "problems": problems,
            "back": reverse("case", args=[tender.pk]),
        },
        status=422 if request.method == "POST" else 200,
    )
