"""What a person typed is not lost when they turn out to be signed out: it waits in the session while they sign in.

Signing in keeps what an anonymous session holds. Back at the same address they see what they typed, and send it again.
"""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

SESSION_KEY = "typed_when_signed_out"
# The longest answer a bid may hold is some 300,000 letters; anyone may post, so a session takes no more than a few.
MOST_LETTERS = 1_000_000
TOKEN = "csrfmiddlewaretoken"  # nosec B105: the name of a field


class KeepsWhatWasTyped(LoginRequiredMiddleware):
    """Every page is private unless it says otherwise; a form that arrives signed out is kept until after signing in."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponse], view_args: object, view_kwargs: object
    ) -> HttpResponse | None:
        """Offer to a person who came back what they had typed at this address; `?discard` throws it away."""
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None or not request.user.is_authenticated:
            return answer
        kept = request.session.get(SESSION_KEY)
        if not kept or kept["path"] != request.path:
            return None
        if request.method == "GET" and "discard" not in request.GET:
            return render(request, "signed_out.html", {"fields": kept["fields"], "typed": _readable(kept["fields"])})
        del request.session[SESSION_KEY]
        return redirect(request.path) if request.method == "GET" else None

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponse]) -> HttpResponse:
        """Keep what was typed, say so, and ask to sign in."""
        fields = [(name, text) for name, texts in request.POST.lists() if name != TOKEN for text in texts]
        if fields and sum(len(name) + len(text) for name, text in fields) <= MOST_LETTERS:
            request.session[SESSION_KEY] = {"path": request.path, "fields": fields}
            messages.error(request, "You have been signed out. What you typed is kept: sign in, and you can save it.")
        return super().handle_no_permission(request, view_func)


def _readable(fields: list[tuple[str, str]]) -> list[str]:
    """The longer texts among what was typed: the rest are choices, versions and figures."""
    return [text for _, text in fields if " " in text.strip()]
