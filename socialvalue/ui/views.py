"""The components page: every component, and one form with every type of field."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from socialvalue.ui import samples


@login_not_required
def show_components(request: HttpRequest) -> HttpResponse:
    """Show every component. Posting the form shows how each field looks when its answer is refused."""
    form = samples.SampleForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        messages.success(request, "Every answer was accepted. Nothing was saved.")
    return render(
        request,
        "components/all.html",
        {
            "form": form,
            "tasks": samples.TASKS,
            "moments": samples.MOMENTS,
            "entries": samples.HISTORY,
            "nodes": samples.NODES,
            "drawings": samples.sample_charts(),
            "page": Paginator(range(200), 10).get_page(request.GET.get("page", 4)),
            "summary": [
                ("Title", "Bulky household waste collection and reuse", "#summary", "the title"),
                ("Value", "£1,200,000 over 3 years", "#summary", ""),
                ("Reference", "HCC-2026-014"),
            ],
            "rows": [
                (("Bulky waste and reuse", "#table"), "12 noon on Wednesday 20 January 2027 (GMT)", "£1,200,000"),
                (("School transport", "#table"), "2pm on Friday 5 February 2027 (GMT)", "£350,000"),
            ],
            "headers": ["Tender", "Closes", "Value"],
        },
    )
