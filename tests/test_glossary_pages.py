"""The glossary, the frameworks and the measures are public, and each word is one step from the next."""

import re
from datetime import UTC, datetime

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.urls import reverse

from glossary.actions import load_reference
from glossary.models import Framework, Measure, Term

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference(db):
    load_reference(now=datetime(2026, 12, 1, tzinfo=UTC))


def test_all_terms_stand_a_to_z_for_anyone(client, reference):
    page = client.get(reverse("glossary")).content.decode()
    shown = re.findall(r'<dt class="govuk-summary-list__key"><a href="/glossary/words/([\w-]+)/">', page)
    assert shown == list(Term.objects.values_list("slug", flat=True))
    assert len(shown) == 21
    letters = re.findall(r'<a href="#letter-(\w)">', page)
    assert letters == sorted(set(letters))
    assert letters == re.findall(r'<h2 id="letter-(\w)">', page)


@pytest.mark.parametrize(
    ("words", "slug"), [("baseline", "baseline"), ("BASELINE", "baseline"), ("commissioners", "commissioning")]
)
def test_search_finds_names_and_other_forms(client, reference, words, slug):
    page = client.get(reverse("glossary"), {"words": words}).content.decode()
    assert f"/glossary/words/{slug}/" in page
    assert f"found for “{words}”" in page


def test_search_for_nothing_known_says_so_and_keeps_the_words(client, reference):
    page = client.get(reverse("glossary"), {"words": "<b>zebra</b>"}).content.decode()
    assert "We have no word for “&lt;b&gt;zebra&lt;/b&gt;” yet." in page
    assert 'value="&lt;b&gt;zebra&lt;/b&gt;"' in page


def test_a_search_that_cannot_be_read_says_why(client, reference):
    page = client.get(reverse("glossary"), {"words": "x" * 101}).content.decode()
    assert "Use 100 characters or fewer." in page
    assert page.count("/glossary/words/") == 21


def test_a_term_leads_to_those_beside_it(client, reference):
    for term in Term.objects.all():
        page = client.get(reverse("term", args=[term.slug])).content.decode()
        for near in term.see_also:
            assert f'href="/glossary/words/{near}/"' in page


def test_an_unknown_word_is_not_found(client, reference):
    for name in ("term", "framework", "measure"):
        assert client.get(reverse(name, args=["nothing"])).status_code == 404


def test_frameworks_show_every_priority_and_lead_to_measures(client, reference):
    listing = client.get(reverse("framework_list")).content.decode()
    for framework in Framework.objects.all():
        assert f'href="/glossary/frameworks/{framework.slug}/"' in listing
        page = client.get(reverse("framework", args=[framework.slug])).content.decode()
        for theme in framework.themes.all():
            for priority in theme.priorities.all():
                assert f'id="{priority.key.replace("/", "")}"' in page
    assert "/glossary/measures/" in page


def test_measures_lead_to_the_priorities_they_serve(client, reference):
    listing = client.get(reverse("measure_list")).content.decode()
    for measure in Measure.objects.all():
        assert f'href="/glossary/measures/{measure.slug}/"' in listing
    measure = Measure.objects.filter(priorities__isnull=False).first()
    page = client.get(reverse("measure", args=[measure.slug])).content.decode()
    for address, anchor in re.findall(r'href="(/glossary/frameworks/[\w-]+/)#([\w-]+)"', page):
        assert f'id="{anchor}"' in client.get(address).content.decode()


def test_pages_before_anything_is_loaded(client):
    for name in ("glossary", "framework_list", "measure_list"):
        assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(("name", "queries"), [("glossary", 1), ("framework_list", 1), ("measure_list", 1)])
def test_lists_ask_once(client, reference, django_assert_num_queries, name, queries):
    with django_assert_num_queries(queries):
        client.get(reverse(name))


def test_a_framework_asks_as_often_however_many_priorities_it_has(client, reference, django_assert_num_queries):
    with django_assert_num_queries(4):
        client.get(reverse("framework", args=["herts-corporate-plan-2017-21"]))
    with django_assert_num_queries(4):
        client.get(reverse("framework", args=["marmot-review"]))


TERM = Template('{% load glossary %}{% term "indicator" "indicators" %}{% term "indicator" %}{% term "baseline" %}')


def test_a_words_meaning_opens_in_place_once_each(rf: RequestFactory, reference, django_assert_num_queries):
    with django_assert_num_queries(1):
        html = TERM.render(RequestContext(rf.get("/")))
    buttons = re.findall(r'<button type="button" class="portal-term" popovertarget="([\w-]+)">(\w+)</button>', html)
    assert [text for _, text in buttons] == ["indicators", "indicator", "baseline"]
    assert re.findall(r'<span class="portal-term__meaning" id="([\w-]+)" popover>', html) == [
        name for name, _ in buttons
    ]
    assert len({name for name, _ in buttons}) == 3
    assert Term.objects.get(slug="indicator").meaning in html


def test_a_word_that_the_glossary_lacks_stays_a_word(reference):
    html = Template('{% load glossary %}{% term "zebra" "stripes" %}').render(Context())
    assert html.strip() == "stripes"
