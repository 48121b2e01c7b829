"""The bidders' letters: the words that are hidden with them, and the end of both."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.forms import MaskForm
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.views.finding import confirm, find, find_bid, page, require
from socialvalue.refusals import Refused

OPEN = (Status.PANEL, Status.MARKING, Status.MODERATION)


@require_http_methods(["GET", "HEAD", "POST"])
def reveal_names(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the panel who the bidders are."""
    found = find(request, pk)
    require(permissions.check_can_moderate, request.user, found)
    return confirm(
        request,
        found,
        actions.reveal_names,
        heading="Show the bidders’ names",
        intro="Until now the panel has known the bidders by letters. From now on everybody on the panel sees their "
        "names, and says again whether they have a conflict of interest. This can’t be undone.",
        button="Show the names",
        done="The panel sees the bidders’ names now. Say again whether you have a conflict of interest.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def masking(request: HttpRequest, pk: int) -> HttpResponse:
    """Which words are hidden in whose marking copy; hide more, or show some again."""
    found = find(request, pk)
    require(permissions.check_can_run, request.user, found.tender)
    everyone = reports.all_bidders(found)
    is_adding = request.method == "POST" and "show" not in request.POST
    form = MaskForm(everyone, request.POST if is_adding else None)
    problems: list[str] = []
    if request.method == "POST" and (not is_adding or form.is_valid()):
        try:
            if is_adding:
                actions.mask_words(
                    found,
                    find_bid(found, form.bid_id()),
                    form.cleaned_data["words"],
                    by=request.user,
                    now=request.now,
                )
                messages.success(request, "These words are hidden in the marking copy.")
            else:
                row = reports.masked_row(found, request.POST["show"])
                actions.show_words(found, row.bid, row.pk, by=request.user, now=request.now)
                messages.success(request, "These words are shown again.")
            return redirect("evaluation_masking", pk=pk)
        except Refused as refusal:
            problems = refusal.problems
    return page(
        request,
        "evaluation/masking.html",
        found,
        422 if problems or form.errors else 200,
        copies=reports.marking_copies(found, everyone),
        form=form,
        problems=problems,
        is_open=found.waits_at(*OPEN) and bool(everyone),
        is_drawn=found.hides_names,
    )
