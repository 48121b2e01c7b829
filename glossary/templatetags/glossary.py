"""A word whose meaning opens in place: `{% term "indicator" "indicators" %}`."""

from django import template
from django.http import HttpRequest
from django.template import Context

from glossary.models import Term

register = template.Library()


@register.inclusion_tag("components/term.html", takes_context=True)
def term(context: Context, slug: str, text: str = "") -> dict[str, str]:
    """Draw `text` (or the term's name) so that its meaning opens beside it, by mouse, key or touch, without a script.

    All terms are read in one query a page. A slug that the glossary lacks draws the bare text, so that a page never
    falls over a word.
    """
    terms, place = _looked_up(getattr(context, "request", None))
    found = terms.get(slug)
    return {
        "text": text or (found.name.lower() if found else slug),
        "name": found.name if found else "",
        "meaning": found.meaning if found else "",
        "id": f"term-{slug}-{place}",
    }


def _looked_up(request: HttpRequest | None) -> tuple[dict[str, Term], int]:
    """Return every term by slug, and how many have been drawn on this page; both are kept with the request."""
    if request is None:
        return {term.slug: term for term in Term.objects.all()}, 0
    if not hasattr(request, "glossary_terms"):
        request.glossary_terms = {term.slug: term for term in Term.objects.all()}
        request.glossary_terms_drawn = 0
    request.glossary_terms_drawn += 1
    return request.glossary_terms, request.glossary_terms_drawn
