"""Whoever posts after their session ended, or with a form token that is no longer good, gets back what they typed.

Nothing is kept on the server: the page that says so is made from the request itself, and its form sends the same fields to
the same address again. See docs/decisions/0016-writing-and-versions.md.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

MOST_CHARACTERS = 1_000_000
"""What one page gives back; some fifteen times the longest bid. Beyond it the browser's Back button is all there is."""
SECRETS = ("password", "token", "secret")
CARRIED = {"from_version", "tender_version", "key", "next", "save", "writer"}
"""Fields that no person types: sent again unseen. So are those that begin with `began-`."""


@dataclass(frozen=True)
class Given:
    """One field as it was posted: its name, a label made of it, its value, and whether it goes along unseen."""

    name: str
    label: str
    value: str
    is_unseen: bool
    rows: int


def answers_in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view that a script calls: it hears of a lost session in JSON."""
    view.answers_in_json = True  # type: ignore[attr-defined]
    return view


def signed_out() -> JsonResponse:
    """What a script hears when nobody is signed in, or somebody else than it asks for."""
    return JsonResponse({"signed_out": True}, status=401)


class SessionMiddleware(LoginRequiredMiddleware):
    """Every page is private unless it says otherwise; a form sent by nobody comes back with all that it held."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponse]) -> HttpResponse:
        """Lead a reader to the sign-in; give a writer the text back."""
        if getattr(view_func, "answers_in_json", False):
            return signed_out()
        if request.method == "POST":
            return _given_back(request, 401)
        return super().handle_no_permission(request, view_func)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not good: an old page, a sign-in since, or another site.

    Only a form that the browser says came from our own pages is given back with a button: else another site could lay its
    own words on ours and have somebody press it.
    """
    match = request.resolver_match
    if match and getattr(match.func, "answers_in_json", False):
        return JsonResponse({"old_form": True}, status=403) if request.user.is_authenticated else signed_out()
    if request.headers.get("Origin", "") not in {
        f"{request.scheme}://{request.get_host()}",
        *settings.CSRF_TRUSTED_ORIGINS,
    }:
        return render(request, "403_csrf.html", status=403)
    return _given_back(request, 403)


def _given_back(request: HttpRequest, status: int) -> HttpResponse:
    """Draw the page with everything typed, and a form to send it again unless it held a secret."""
    names = [name for name in request.POST if name != "csrfmiddlewaretoken"]
    kept = [name for name in names if not any(word in name.lower() for word in SECRETS)]
    given = [_given(name, value) for name in kept for value in request.POST.getlist(name)]
    is_too_much = sum(len(one.name) + len(one.value) for one in given) > MOST_CHARACTERS
    context = {
        "status": status,
        "is_signed_in": request.user.is_authenticated,
        "given": [] if is_too_much else given,
        "is_too_much": is_too_much,
        "is_whole": kept == names and not is_too_much,
        "files": [(name, upload.name) for name in request.FILES for upload in request.FILES.getlist(name)],
        "address": request.get_full_path(),
    }
    answer = render(request, "given_back.html", context, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _given(name: str, value: str) -> Given:
    """One field, ready to draw."""
    label = name.replace("_", " ").replace("-", " ").strip().capitalize()
    is_unseen = name in CARRIED or name.startswith("began-") or not value
    rows = min(20, max(1, value.count("\n") + len(value) // 70 + 1))
    return Given(name, label, value, is_unseen, rows)
