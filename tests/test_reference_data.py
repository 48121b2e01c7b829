"""The words and reference data hang together: every name resolves, nothing is there twice, everything is covered."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from glossary.words import Benefit, ServiceCategory, Strand

ROOT = Path(__file__).parents[1]
GLOSSARY = ROOT / "glossary" / "data"

TERMS = json.loads((GLOSSARY / "terms.json").read_text(encoding="utf-8"))["terms"]
MEASURES = json.loads((GLOSSARY / "measures.json").read_text(encoding="utf-8"))["measures"]
FRAMEWORKS = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((GLOSSARY / "frameworks").glob("*.json"))]
QUESTIONS = json.loads((ROOT / "commissioning/tenders/data/question_bank.json").read_text(encoding="utf-8"))[
    "questions"
]

CORPORATE_PLAN = "herts-corporate-plan-2017-21"
CORPORATE_PLAN_PRIORITIES = {
    "thrive": [
        "cleaner-greener",
        "recycling",
        "personalised-help",
        "school-places",
        "responsibility",
    ],
    "prosper": [
        "strong-economy",
        "public-transport",
        "high-speed-broadband",
        "education-employment-training",
    ],
    "healthy-and-safe": [
        "health-and-social-care",
        "emergencies",
        "healthier-lifestyles",
        "independent-living",
        "choice-and-control",
    ],
    "take-part": ["active-contribution", "more-volunteers"],
}
FOUNDING_SETS = {"bulky-waste", "design-and-build", "sen-transport", "school-works"}
ASKED = [
    "text",
    "guidance",
    "strong_answer",
    "evidence",
    "relevance_hint",
    "proportionality_hint",
]

PRIORITIES = {
    f"{framework['slug']}/{theme['slug']}/{priority['slug']}": priority
    for framework in FRAMEWORKS
    for theme in framework["themes"]
    for priority in theme["priorities"]
}


def words_of(rows, *keys):
    """All values under `keys` in `rows`, as one flat list."""
    return [row[key] for row in rows for key in keys]


@pytest.mark.parametrize(
    "rows",
    [TERMS, MEASURES, FRAMEWORKS, QUESTIONS],
    ids=["term", "measure", "framework", "question"],
)
def test_slugs_are_unique(rows):
    slugs = words_of(rows, "slug")
    assert sorted(set(slugs)) == sorted(slugs)
    assert all(re.fullmatch(r"[a-z0-9-]+", slug) for slug in slugs)


def test_every_word_has_a_label():
    assert [len(words) for words in (Strand, Benefit, ServiceCategory)] == [3, 7, 13]
    assert Benefit.choices()[1] == ("youth_employment", "Jobs for young people")


# Terms


def test_the_glossary_holds_the_21_terms():
    assert [term["name"] for term in TERMS] == [
        "Activities", "Aims", "Baseline", "Benchmark", "Commissioning", "Contract management", "Evaluation",
        "Impacts", "Indicator", "Information", "Inputs", "Milestone", "Monitoring", "Outcomes", "Outputs",
        "Procurement", "Resources", "Social benefit", "Social value", "Stakeholder", "Target",
    ]  # fmt: skip


def test_see_also_leads_to_another_term():
    slugs = {term["slug"] for term in TERMS}
    for term in TERMS:
        assert set(term["see_also"]) <= slugs - {term["slug"]}, term["slug"]


def test_a_form_means_one_term():
    forms = Counter(form.lower() for term in TERMS for form in {term["name"], *term["forms"]})
    assert [form for form, times in forms.items() if times > 1] == []


# Frameworks


def test_the_corporate_plan_names_its_priorities_as_tender_files_do():
    plan = next(framework for framework in FRAMEWORKS if framework["slug"] == CORPORATE_PLAN)
    assert {
        theme["slug"]: [priority["slug"] for priority in theme["priorities"]] for theme in plan["themes"]
    } == CORPORATE_PLAN_PRIORITIES


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda framework: framework["slug"])
def test_a_framework_says_whose_it_is_and_where_it_comes_from(framework):
    assert all(framework[key] for key in ("name", "owner", "version", "licence", "source"))
    date.fromisoformat(framework["source_read_on"])
    start = date.fromisoformat(framework["in_force_from"])
    assert framework["in_force_to"] is None or date.fromisoformat(framework["in_force_to"]) > start


def test_only_the_confirmed_criteria_of_the_social_value_model_are_named():
    model = next(framework for framework in FRAMEWORKS if framework["slug"] == "social-value-model-ppn-002")
    assert re.findall(r"\b\d[a-z]\b", json.dumps(model)) == [
        "1a",
        "1b",
        "1c",
        "1d",
        "1e",
    ]


# Measures


def test_frameworks_and_measures_agree():
    from_frameworks = {(key, slug) for key, priority in PRIORITIES.items() for slug in priority["measures"]}
    from_measures = {(key, measure["slug"]) for measure in MEASURES for key in measure["priorities"]}
    assert from_frameworks == from_measures


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure["slug"])
def test_a_measure_can_be_counted(measure):
    assert measure["kind"] in ("output", "outcome")
    assert measure["unit"].endswith("per contract year")
    assert measure["definition"] and measure["evidence"] and measure["priorities"]
    assert measure["strand"] in set(Strand) and measure["benefit"] in set(Benefit)
    assert set(measure["priorities"]) <= set(PRIORITIES)
    assert "£" not in json.dumps(measure, ensure_ascii=False)


# Questions


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["slug"])
def test_a_question_asks_one_thing_and_hangs_together(question):
    assert question["text"].count("?") == 1 and question["text"].endswith("?")
    assert all(question[key].strip() for key in ASKED)
    assert question["strand"] in set(Strand) and question["benefit"] in set(Benefit)
    assert question["service_categories"] and set(question["service_categories"]) <= set(ServiceCategory)
    assert question["priorities"] and set(question["priorities"]) <= set(PRIORITIES)
    assert question["set"] in {*FOUNDING_SETS, "general"}
    assert question["founding_sample"] == (question["set"] in FOUNDING_SETS) == bool(question["mended"])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["slug"])
def test_a_question_fits_how_it_is_answered(question):
    measure = next(
        (measure for measure in MEASURES if measure["slug"] == question["measure"]),
        None,
    )
    assert (measure is None) == (question["measure"] is None)
    if question["kind"] == "commitment":
        assert measure and question["word_limit"] is None
        assert question["text"].endswith("in each contract year?")
    else:
        assert question["kind"] == "narrative"
        assert 150 <= question["word_limit"] <= 500


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["slug"])
def test_a_question_treats_bidders_alike_wherever_they_are_based(question):
    words = " ".join(question[key] for key in (*ASKED, "mended")).lower()
    assert re.findall(r"local supplier|\bmiles?\b|\blocal\b|\bradius\b", words) == []


@pytest.mark.parametrize("key", [key for key in ASKED if key != "evidence"])  # evidence follows the measure
def test_no_two_questions_share_their_words(key):
    words = Counter(words_of(QUESTIONS, key))
    assert [text for text, times in words.items() if times > 1] == []


@pytest.mark.parametrize("name", sorted(FOUNDING_SETS))
def test_a_founding_set_rewards_no_measure_twice(name):
    measures = [question["measure"] for question in QUESTIONS if question["set"] == name and question["measure"]]
    assert len(measures) >= 1
    assert sorted(set(measures)) == sorted(measures)


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("benefit", list(Benefit)),
        ("strand", list(Strand)),
        ("set", sorted(FOUNDING_SETS)),
    ],
    ids=["benefit", "strand", "set"],
)
def test_every_benefit_strand_and_founding_set_has_two_questions(key, names):
    found = Counter(words_of(QUESTIONS, key))
    assert [name for name in names if found[name] < 2] == []


def test_every_service_category_has_two_questions():
    found = Counter(category for question in QUESTIONS for category in question["service_categories"])
    assert [category for category in ServiceCategory if found[category] < 2] == []


def test_every_priority_has_questions():
    found = Counter(key for question in QUESTIONS for key in question["priorities"])
    needed = {key: 2 if key.startswith(f"{CORPORATE_PLAN}/") else 1 for key in PRIORITIES}
    assert [key for key, least in needed.items() if found[key] < least] == []
