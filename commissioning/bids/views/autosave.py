"""Saving an answer while it is typed. It answers in JSON, for `static/js/autosave.mjs`."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from commissioning.bids import actions
from commissioning.bids.actions import Stale
from commissioning.bids.forms import AnswerText
from commissioning.bids.views.finding import CONFLICT, REFUSED, from_version
from commissioning.bids.views.writing import began_from
from socialvalue.accounts.given_back import answers_in_json, signed_out
from socialvalue.refusals import Refused
from socialvalue.text import UK, count_words, datetime_text


@answers_in_json
@require_POST
def answer_save(request: HttpRequest, pk: UUID, number: int) -> JsonResponse:
    """Save the `text` of one answer that began `from_version`.

    200 with its version, words and UK time, and what the page of all questions carries for it; 409 with what somebody else
    saved; 422 with problems; 401 when nobody is signed in, or somebody else than the page was made for (`writer`, a
    user's id, if it is given).
    """
    if request.POST.get("writer", str(request.user.pk)) != str(request.user.pk):
        return signed_out()
    try:
        text = AnswerText(required=False, widget=forms.Textarea).clean(request.POST.get("text", ""))
        version = actions.autosave(
            pk,
            number,
            text,
            from_version=from_version(request),
            by=request.user,
            now=request.now,
            question_id=request.POST.get("question"),
            is_asked_for="asked_for" in request.POST,
        )
    except LookupError:
        raise Http404 from None
    except ValidationError as fault:
        return JsonResponse({"problems": fault.messages}, status=REFUSED)
    except Stale as stale:
        (theirs,) = stale.stored.values()
        said = {
            "version": theirs.version if theirs else 0,
            "theirs": theirs.text if theirs else "",
            "by": theirs.saved_by.name if theirs else "",
            "at": datetime_text(theirs.saved_at) if theirs else "",
            "began": began_from(theirs.version, theirs.text) if theirs else began_from(0, ""),
        }
        return JsonResponse(said, status=CONFLICT)
    except Refused as refused:
        return JsonResponse({"problems": refused.problems}, status=REFUSED)
    return JsonResponse(
        {
            "version": version,
            "words": count_words(text),
            "saved": f"{request.now.astimezone(UK):%H:%M}",
            "began": began_from(version, text),
        }
    )
