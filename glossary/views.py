"""The glossary, the frameworks and the measures: public pages."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from glossary.forms import SearchForm
from glossary.models import Framework, Measure, Term
from glossary.words import Benefit, Strand
from socialvalue.text import count_text, date_text, short_date_text


@login_not_required
@require_safe
def list_terms(request: HttpRequest) -> HttpResponse:
    """Every term, A to Z, or those that match `?words=`."""
    form = SearchForm(request.GET if "words" in request.GET else None)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    terms = Term.objects.matching(words) if words else Term.objects.all()
    letters = [(letter, list(group)) for letter, group in groupby(terms, lambda term: term.name[0].upper())]
    found = count_text(sum(len(group) for _, group in letters), "word")
    return render(request, "glossary/terms.html", {"form": form, "words": words, "letters": letters, "found": found})


@login_not_required
@require_safe
def show_term(request: HttpRequest, slug: str) -> HttpResponse:
    """One term, with an example and the terms beside it."""
    terms = {term.slug: term for term in Term.objects.all()}
    term = terms.get(slug) or get_object_or_404(Term, slug=slug)
    return render(
        request,
        "glossary/term.html",
        {"term": term, "see_also": [terms[near] for near in term.see_also if near in terms]},
    )


@login_not_required
@require_safe
def list_frameworks(request: HttpRequest) -> HttpResponse:
    """Every framework, with its owner and the time it is in force."""
    rows = [
        ((framework.name, reverse("framework", args=[framework.slug])), framework.owner, in_force(framework))
        for framework in Framework.objects.all()
    ]
    return render(
        request, "glossary/frameworks.html", {"rows": rows, "headers": ["Framework", "Whose it is", "In force"]}
    )


@login_not_required
@require_safe
def show_framework(request: HttpRequest, slug: str) -> HttpResponse:
    """One framework: its themes, their priorities, and the measures that serve each."""
    framework = get_object_or_404(Framework, slug=slug)
    themes = framework.themes.prefetch_related("priorities__measures")
    facts = [
        ("Whose it is", framework.owner),
        ("Version", framework.version),
        ("In force", in_force(framework)),
        ("Licence", framework.licence),
        ("Source", framework.source),
        ("We read it on", date_text(framework.source_read_on)),
    ]
    return render(request, "glossary/framework.html", {"framework": framework, "themes": themes, "facts": facts})


def in_force(framework: Framework) -> str:
    """When a framework holds, in words."""
    start = f"From {short_date_text(framework.in_force_from)}"
    return f"{start} to {short_date_text(framework.in_force_to)}" if framework.in_force_to else start


@login_not_required
@require_safe
def list_measures(request: HttpRequest) -> HttpResponse:
    """Every measure: what is counted, in which unit, for which strand and benefit."""
    strands, benefits = dict(Strand.choices()), dict(Benefit.choices())
    rows = [
        (
            (measure.name, reverse("measure", args=[measure.slug])),
            measure.unit,
            strands[measure.strand],
            benefits[measure.benefit],
        )
        for measure in Measure.objects.all()
    ]
    return render(
        request, "glossary/measures.html", {"rows": rows, "headers": ["Measure", "Counted in", "Strand", "Benefit"]}
    )


@login_not_required
@require_safe
def show_measure(request: HttpRequest, slug: str) -> HttpResponse:
    """One measure: what counts, what shows it, and which priorities it serves."""
    measure = get_object_or_404(Measure, slug=slug)
    facts = [
        ("What is counted", measure.definition),
        ("Counted in", measure.unit),
        ("Counts as proof", measure.evidence),
        ("Kind", measure.get_kind_display()),
        ("Strand of well-being", measure.get_strand_display()),
        ("Kind of benefit", measure.get_benefit_display()),
    ]
    priorities = measure.priorities.select_related("theme__framework")
    return render(request, "glossary/measure.html", {"measure": measure, "facts": facts, "priorities": priorities})
