"""Loading the reference data: all of it is there, and loading again writes only what differs."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commissioning.tenders.models import BankQuestion
from glossary.models import Framework, Measure, Priority, Term
from socialvalue.audit.models import AuditRecord, first_broken_link
from tests.test_reference_data import FRAMEWORKS, MEASURES, PRIORITIES, QUESTIONS, TERMS

pytestmark = pytest.mark.django_db


def load() -> str:
    """Run the command and return what it printed."""
    out = StringIO()
    call_command("load_reference", stdout=out)
    return out.getvalue()


def test_everything_in_the_files_is_loaded():
    load()
    assert set(Term.objects.values_list("slug", flat=True)) == {term["slug"] for term in TERMS}
    assert set(Priority.objects.values_list("key", flat=True)) == set(PRIORITIES)
    assert Framework.objects.count() == len(FRAMEWORKS)
    assert set(Measure.objects.values_list("slug", "priorities__key")) == {
        (measure["slug"], key) for measure in MEASURES for key in measure["priorities"]
    }
    assert set(BankQuestion.objects.values_list("slug", "measure__slug", "priorities__key")) == {
        (question["slug"], question["measure"], key) for question in QUESTIONS for key in question["priorities"]
    }


def test_loading_twice_writes_nothing():
    load()
    with CaptureQueriesContext(connection) as queries:
        assert load().endswith("; 0 rows written.\n")
    writes = [query["sql"] for query in queries if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert writes == []


def test_what_was_changed_is_put_back_and_nothing_else():
    load()
    Term.objects.filter(slug="baseline").update(meaning="Something else.")
    measure = Measure.objects.get(slug="items-reused")
    measure.priorities.set([Priority.objects.get(key="marmot-review/objectives/best-start")])
    BankQuestion.objects.filter(slug="bulky-waste-reuse").delete()

    # The term, two links found again and one taken away, the question and its two links.
    assert load().endswith("; 7 rows written.\n")
    assert Term.objects.get(slug="baseline").meaning.startswith("How things stand before you start.")
    assert set(measure.priorities.values_list("key", flat=True)) == {
        "herts-corporate-plan-2017-21/thrive/recycling",
        "social-value-model-ppn-002/clean-energy/sustainable-procurement",
    }
    assert BankQuestion.objects.get(slug="bulky-waste-reuse").priorities.count() == 2


def test_an_authoritys_own_rows_are_left_alone():
    load()
    own = Measure.objects.create(slug="own", name="Own", unit="things per contract year", kind="output")
    own.priorities.set(Priority.objects.all()[:2])
    load()
    assert own.priorities.count() == 2


def test_a_framework_that_changed_is_recorded_once():
    load()
    loaded = AuditRecord.objects.filter(event="framework.loaded")
    assert loaded.count() == len(FRAMEWORKS)
    Framework.objects.filter(slug="marmot-review").update(version="old")
    load()
    load()
    assert loaded.count() == len(FRAMEWORKS) + 1
    assert loaded.latest("pk").sentence == (
        "loaded version February 2010 of Fair Society, Healthy Lives: the Marmot Review; rows written: 1"
    )
    assert first_broken_link() is None


@pytest.mark.parametrize("service", ["transport", "digital"])
def test_the_bank_is_found_by_service(service):
    load()
    assert set(BankQuestion.objects.filtered(service=service).values_list("slug", flat=True)) == {
        question["slug"] for question in QUESTIONS if service in question["service_categories"]
    }


def test_services_are_read_back_as_a_list():
    load()
    question = BankQuestion.objects.get(slug="school-works-spend")
    assert json.loads(question.services) == ["construction_and_works", "facilities"]
