"""Whether what is asked can be understood, marked and counted: what must be found and what must not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from commissioning.authorities.policy import Policy, PolicyValue
from commissioning.tenders.proportionality import (
    Severity,
    readability,
)
from commissioning.tenders.tenderfile import (
    Level,
    Measure,
    Scale,
    SpecificationItem,
)
from tests.small_tender import MEASURE, SINCE, found, ids, of, promise, question, tender


def test_the_reading_age_is_the_published_formula() -> None:
    """The example of the formula: 13 words and 24 syllables are grade 11.3, so an age of 16."""
    assert (
        readability.reading_age("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.")
        == 16
    )
    assert readability.reading_age("The cat sat on the mat.") == 5
    assert readability.reading_age("") == 5
    assert readability.reading_age("?! 12") == 5
    long = "We go to the shop and " * 12 + "buy milk."
    assert readability.reading_age(long) > readability.reading_age(long.replace(" and ", ". "))


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("area", 2),
        ("people", 2),
        ("item", 2),
        ("every", 3),
        ("make", 1),
        ("table", 2),
        ("asked", 1),
        ("wanted", 2),
        ("places", 2),
        ("jobs", 1),
        ("service", 2),
        ("community", 4),
        ("apprenticeships", 4),
        ("organisation", 5),
        ("people's", 2),
        ("don't", 1),
        ("entry-level", 4),
        ("26", 1),
        ("été", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    """As they are said, but for "area", which has three: two vowels side by side are taken for one."""
    assert readability.syllables(word) == count


def test_the_limit_of_the_reading_age_is_the_policys() -> None:
    text = "How many hours of supported volunteering will the workshop offer in each contract year?"
    assert "clarity.reading-age" not in ids(tender(question(text=text)))
    strict = Policy(
        name="Plain", values={"reading.age": PolicyValue(key="reading.age", text="11", since=SINCE, source="Our style")}
    )
    finding = [one for one in found(tender(question(text=text)), strict) if one.id == "clarity.reading-age"]
    assert [one.severity for one in finding] == [Severity.ADVISE]
    assert "Your limit is 11." in finding[0].reason
    assert finding[0].source.startswith("Our style; ")


SEVERAL = [
    "How will you cut carbon? Who will lead it?",
    "How will you cut carbon and how will you report it?",
    "What will you do, and who will do it?",
    "Describe your plan and explain how you will staff it.",
    "How will you help people into work? Please describe your plans for:\n- jobs\n- training\n- volunteering",
    "Describe your plans, including jobs for residents, training for staff, and work for small firms.",
    "How will you help people into work and give examples of how it will be checked?",
    "Set out your plan, in particular jobs, apprenticeships and spending with charities.",
    "Set out your commitments and how they will be checked.",
    "In particular you should describe your proposals for: lasting jobs for residents, places for apprentices, "
    "and a smaller carbon footprint.",
]
ONE_THING = [
    "How will you cut carbon?",
    "How will people choose who supports them, when and how?",
    "How will you listen to families and act on what they tell you?",
    "How will you help people, such as carers, parents and older people, to take part?",
    "How will you plan and run the rounds?",
    "How will you reach and then pass the reuse and recycling floors?",
    'How often will people be asked "How lonely do you feel? What would help?" on this service?',
    "How will you open work packages to small firms, charities and social enterprises?",
    "How will you show families what to do and where to go?",
    "Describe how you will plan the work.",
]


@pytest.mark.parametrize("text", SEVERAL)
def test_several_questions_in_one_are_found(text: str) -> None:
    finding = of("clarity.many-asks", tender(question(text=text)))
    assert [one.severity for one in finding] == [Severity.ADVISE]


@pytest.mark.parametrize("text", ONE_THING)
def test_one_question_is_not(text: str) -> None:
    assert of("clarity.many-asks", tender(question(text=text))) == []


UNEXPLAINED = [
    ("How will you support children with SEND?", ["SEND"]),
    ("How will VCSEs and SMEs take part?", ["VCSE", "SME"]),
    ("How will staff transfer under TUPE (see the papers)?", ["TUPE"]),
    ("How will an SEN-trained driver help?", ["SEN"]),
    ("How will you help home to school transport (SEN)?", ["SEN"]),
    ("What KPI will you meet, and which other KPI?", ["KPI"]),
]
EXPLAINED = [
    "How will you help children with special educational needs (SEN)? SEN comes first.",
    "How will small and medium-sized enterprises (SMEs) take part? An SME has fewer than 250 staff.",
    "How will you keep to the CDM (Construction, Design and Management) rules?",
    "TUPE means the rules on moving staff. How will you keep to TUPE?",
    "How will you pay VAT to HMRC in the UK, and tell the NHS?",
    "How will you meet ISO 9001 and BS 5837?",
    "How does tender HCC-2026-014 fit lot L1, part S1, and criterion SV?",
    "You MUST NOT use more than one page. How WILL you do it?",
    "HOW WILL YOU HELP PEOPLE?",
    "How will part II and part XIV be kept?",
    "How will you answer questions sent to PEOPLE.TEAM@EXAMPLE.ORG?",
    "How will a person in class A or group B be helped?",
]


@pytest.mark.parametrize(("text", "letters"), UNEXPLAINED)
def test_letters_that_nobody_explained_are_found_once(text: str, letters: list[str]) -> None:
    finding = of("clarity.acronym", tender(question(text=text), question("SV3", text=text)))
    assert [one.words for one in finding] == letters
    assert {one.at for one in finding} == {"criteria[0].questions[0].text"}


@pytest.mark.parametrize("text", EXPLAINED)
def test_letters_that_are_explained_or_known_are_not(text: str) -> None:
    assert of("clarity.acronym", tender(question(text=text))) == []


def test_letters_may_be_explained_anywhere_in_the_tender() -> None:
    asked = question(text="How will you help pupils with SEN?")
    explained = (SpecificationItem(id="S1", text="Children with special educational needs (SEN) use it."),)
    assert of("clarity.acronym", tender(asked)) != []
    assert of("clarity.acronym", tender(asked, specification=explained)) == []


def scale(*means: str | None) -> Scale:
    """A scale whose levels mean these things."""
    return Scale(
        max=Decimal(len(means) - 1),
        levels=tuple(Level(mark=Decimal(mark), label=f"Level {mark}", means=each) for mark, each in enumerate(means)),
    )


@pytest.mark.parametrize(
    ("means", "places"),
    [
        (("Nothing.", "Some of it.", "All of it."), []),
        (("Nothing.", "Some of it.", "some of it"), ["[2].means"]),
        (("Nothing.", None, " ", "All of it."), ["[1].means"]),
        (("Nothing.", None, "All.", "all"), ["[1].means", "[3].means"]),
        (("A.", "a", "B.", "b"), ["[1].means", "[3].means"]),
        (("All of it.",), [""]),
    ],
)
def test_levels_need_words_of_their_own(means: tuple[str | None, ...], places: list[str]) -> None:
    finding = of("clarity.levels", tender(question(), scale=scale(*means)))
    assert [one.at for one in finding] == [f"scale.levels{place}" for place in places]


def test_a_tender_that_marks_nothing_needs_no_levels() -> None:
    assert of("clarity.levels", tender(promise(), scale=scale("A.", "A."))) == []


@pytest.mark.parametrize(
    ("measure", "key", "lacks"),
    [
        (None, "unit", "in which unit, over what time or what counts"),
        (replace(MEASURE, unit=None), "unit", "in which unit or over what time"),
        (replace(MEASURE, unit="people starting"), "unit", "over what time"),
        (replace(MEASURE, definition=" "), "definition", "what counts"),
        (replace(MEASURE, unit="people", definition=None), "unit", "over what time or what counts"),
    ],
)
def test_a_number_without_unit_period_or_definition_is_found(measure: Measure | None, key: str, lacks: str) -> None:
    finding = of("clarity.quantity", tender(promise(measure=measure)))
    assert [one.at for one in finding] == [f"criteria[0].questions[0].measure.{key}"]
    assert f"nothing says {lacks}." in finding[0].reason


@pytest.mark.parametrize(
    ("unit", "definition"),
    [
        ("hours per contract year", "Hours given."),
        ("days over the whole contract", "Days worked."),
        ("% of contract staff on one agreed day per contract year", "Staff."),
        ("tonnes a year", "Tonnes cut."),
        ("people each quarter", "People."),
        ("people by the end of the contract", "People."),
        ("people in the first two years", "People."),
        ("people", "Count each person in each contract year."),
        ("people", "Count each person over the life of the contract."),
        ("yearly visits", "Visits."),
    ],
)
def test_a_period_may_stand_in_the_unit_or_in_the_definition(unit: str, definition: str) -> None:
    assert of("clarity.quantity", tender(promise(measure=Measure(name="X", unit=unit, definition=definition)))) == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("How many jobs will you create?", True),
        ("What percentage of your spend will go to small firms?", True),
        ("In each contract year, how many people will you train?", True),
        ("Of what you pay to suppliers, what share of it will go to charities?", True),
        ("We care about jobs. How many will last?", True),
        ("How will you decide how many staff each route needs?", False),
        ("How much notice will families get of a change?", False),
        ("How will you learn what share of people were helped?", False),
    ],
)
def test_a_written_answer_is_not_asked_for_a_number(text: str, is_found: bool) -> None:
    assert ("clarity.quantity" in ids(tender(question(text=text)))) is is_found
