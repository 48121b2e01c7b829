"""The checker's rules about words and links: for each, what must be found and what must not."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from commissioning.authorities.policy import DEFAULTS, Policy, PolicyValue
from commissioning.tenders import tenderfile
from commissioning.tenders.proportionality import (
    Finding,
    Severity,
    balance,
    check,
    clarity,
    fairness,
    readability,
    relevance,
)
from commissioning.tenders.proportionality.case import Case
from commissioning.tenders.proportionality.wording import quoted, word_list
from commissioning.tenders.tenderfile import (
    Condition,
    Criterion,
    CriterionKind,
    Formula,
    Level,
    Measure,
    Monitoring,
    MonitoringIndicator,
    Normalise,
    Procedure,
    Question,
    QuestionKind,
    Scale,
    SpecificationItem,
    TenderFile,
    Timetable,
    Value,
)
from glossary.words import Benefit, ServiceCategory, Strand
from tests.spoiled_words import ALSO, SPOILS, Spoil
from tests.test_tenderfile import tenders

TODAY = date(2026, 11, 22)
SAMPLES = Path(tenderfile.__file__).parent.parent / "samples"
BANK = SAMPLES.parent / "data" / "question_bank.json"
MEASURES = Path(__file__).parent.parent / "glossary" / "data" / "measures.json"
RULES = (*relevance.RULES, *clarity.RULES, *fairness.RULES, *balance.RULES)
MINE = {*SPOILS, "balance.benefits"}
ASIDE = dict.fromkeys(Strand, "It does not fit a contract of this kind.")
SINCE = date(2026, 1, 1)

MEASURE = Measure(
    name="Apprenticeships started",
    unit="people starting per contract year",
    definition="People who begin an approved apprenticeship on this contract.",
    evidence="Start dates.",
)


def question(id: str = "SV1", **keys: object) -> Question:
    """A written question with all that it needs; `keys` replace some of it."""
    whole = Question(
        id=id,
        kind=QuestionKind.NARRATIVE,
        weight=Decimal(50),
        word_limit=200,
        text="How will you help people into work on these rounds?",
        strand=Strand.ECONOMIC,
        priorities=("herts-corporate-plan-2017-21/prosper/strong-economy",),
        relevance=f"The rounds need people at entry level ({id}).",
    )
    return replace(whole, **keys)


def promise(id: str = "SV2", **keys: object) -> Question:
    """A commitment with all that it needs; `keys` replace some of it."""
    whole = question(
        id,
        kind=QuestionKind.COMMITMENT,
        text="How many apprentices will start in each contract year?",
        formula=Formula.TARGET_CAPPED,
        target=Decimal(2),
        measure=MEASURE,
    )
    return replace(whole, **keys)


def tender(*questions: Question, **keys: object) -> TenderFile:
    """An open tender above the threshold whose questions are all on social value; `keys` replace some of it."""
    criterion = Criterion(
        id="SV", kind=CriterionKind.SOCIAL_VALUE, name="Social value", weight=Decimal(100), questions=questions
    )
    whole = TenderFile(
        title="Collection rounds",
        service=ServiceCategory.ENVIRONMENT,
        procedure=Procedure.OPEN,
        value=Value(amount=Decimal(1_200_000), years=Decimal(3)),
        criteria=(criterion,),
        strands_set_aside=ASIDE,
        monitoring=Monitoring(
            indicators=tuple(
                MonitoringIndicator(question=one.id) for one in questions if one.kind is QuestionKind.COMMITMENT
            )
        ),
    )
    return replace(whole, **keys)


def found(document: TenderFile, policy: Policy = DEFAULTS) -> list[Finding]:
    """What the rules of this file find."""
    case = Case(tender=document, policy=policy, today=TODAY, market=None)
    return [finding for rule in RULES for finding in rule(case)]


def ids(document: TenderFile, policy: Policy = DEFAULTS) -> list[str]:
    """The ids of what the rules of this file find."""
    return [finding.id for finding in found(document, policy)]


def of(id: str, document: TenderFile) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in found(document) if finding.id == id]


# Every rule, on the samples


def spoiled(spoil: Spoil) -> tuple[TenderFile, TenderFile]:
    """A sample as it is, and the spoiled copy."""
    text = (SAMPLES / f"{spoil.sample}.json").read_text()
    changed = json.loads(text)
    spoil.change(changed)
    return tenderfile.read(text.encode()), tenderfile.read(json.dumps(changed).encode())


@pytest.mark.parametrize(("id", "spoil"), [*SPOILS.items(), *ALSO])
def test_a_spoiled_sample_gains_its_own_finding_and_no_other(id: str, spoil: Spoil) -> None:
    """By the whole checker, the rules about figures too."""
    whole, copy = spoiled(spoil)
    before = [(finding.id, finding.at) for finding in check(whole, today=TODAY)]
    gained = [finding for finding in check(copy, today=TODAY) if (finding.id, finding.at) not in before]
    assert [finding.id for finding in gained] == [id]
    assert gained[0].words
    assert gained[0].reason.endswith(".")
    assert gained[0].mend.endswith(".")
    assert gained[0].source


def test_every_rule_has_its_spoiled_copy_and_its_severity() -> None:
    severities = {id: {f.severity for f in of(id, spoiled(spoil)[1])} for id, spoil in SPOILS.items()}
    stop, warn, advise = ({one} for one in Severity)
    assert severities == {
        "relevance.no-priority": stop,
        "relevance.same-reason": warn,
        "relevance.general-policy": warn,
        "relevance.not-this-service": warn,
        "relevance.locality": stop,
        "clarity.reading-age": advise,
        "clarity.many-asks": advise,
        "clarity.acronym": advise,
        "clarity.levels": stop,
        "clarity.quantity": stop,
        "fairness.relative": warn,
        "fairness.double-count": stop,
        "measure.unmonitored": warn,
        "measure.kpis": stop,
        "balance.strands": stop,
    }


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.json")), ids=lambda file: file.stem)
def test_the_samples_have_nothing_to_find(file: Path) -> None:
    assert found(tenderfile.read(file.read_bytes())) == []


def test_the_question_bank_has_nothing_to_find() -> None:
    """Each question of the bank, alone in a tender of each service it is for."""
    measures = {one["slug"]: one for one in json.loads(MEASURES.read_text())["measures"]}
    for row in json.loads(BANK.read_text())["questions"]:
        counted = measures.get(row.get("measure") or "") if row["kind"] == "commitment" else None
        measure = counted and Measure(
            name=counted["name"], unit=counted["unit"], definition=counted["definition"], evidence=row["evidence"]
        )
        one = question(kind=QuestionKind(row["kind"]), text=row["text"], measure=measure)
        for service in row["service_categories"] or [word.value for word in ServiceCategory]:
            document = tender(one, title="A service", service=ServiceCategory(service))
            assert found(document) == [], (row["slug"], service)


def test_a_draft_that_has_only_begun_is_left_in_peace() -> None:
    bare = TenderFile(title="Rounds", procedure=Procedure.OPEN, value=Value(amount=Decimal(9_000_000)), criteria=())
    assert found(bare) == []
    empty = (Question(id="SV1"), Question(id="SV2", kind=QuestionKind.COMMITMENT, text="  "))
    assert found(tender(*empty, monitoring=None, scale=Scale(levels=()))) == []


# relevance


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        ({"priorities": None}, ".priorities"),
        ({"priorities": (), "specification": ()}, ".priorities"),
        ({"priorities": None, "relevance": None}, ".priorities"),
        ({"relevance": None}, ".relevance"),
        ({"relevance": " \n"}, ".relevance"),
    ],
)
def test_a_question_without_priority_or_reason_is_found(keys: dict[str, object], at: str) -> None:
    finding = found(tender(question(**keys)))
    assert [(one.id, one.at) for one in finding] == [("relevance.no-priority", f"criteria[0].questions[0]{at}")]


def test_a_part_of_the_specification_will_do_and_other_questions_need_none() -> None:
    items = (SpecificationItem(id="S1", text="Rounds."),)
    assert found(tender(question(priorities=None, specification=("S1",)), specification=items)) == []
    method = Criterion(
        id="Q",
        kind=CriterionKind.QUALITY,
        questions=(question(strand=None, priorities=None, relevance=None),),
    )
    assert found(tender(criteria=(method,))) == []


def test_the_same_reason_is_found_however_it_is_typed() -> None:
    asked = (
        question("A", relevance="It needs people at entry level."),
        question("B", relevance="  it needs people,\nat ENTRY level"),
        question("C", relevance="It needs people at entry level"),
        question("D", relevance="It needs skilled people."),
    )
    same = of("relevance.same-reason", tender(*asked))
    assert [finding.at[-24:] for finding in same] == [
        "[0].questions[1].relevance"[-24:],
        "[0].questions[2].relevance"[-24:],
    ]
    assert all("under question A" in finding.reason for finding in same)


GENERAL = [
    "Describe your organisation's policy on equality.",
    "Please provide a copy of your environmental policy.",
    "What is your health and safety policy?",
    "What are your company's values?",
    "Do you have a written policy on modern slavery?",
    "Describe your track record of creating jobs.",
    "Explain your organisation’s approach to volunteering.",
    "What is your organisation's overall approach to the environment?",
    "What has your company done for its neighbours?",
    "How have you supported charities?",
    "Give examples of previous contracts where you took on apprentices.",
    "What did you give to charities in the last three years?",
    "Describe your corporate social responsibility.",
    "Which awards have you won?",
    "Which accreditations do you hold? List the awards you have won.",
    "How is carbon cut across your whole organisation?",
    "Set out your mission and ethos.",
    "Provide an overview of your organisation.",
    "Describe your experience of running similar services.",
    "How does your organisation support its staff?",
    "How many apprentices does your company employ?",
    "What do you currently do for the environment?",
    "Are you a Living Wage employer?",
    "Is your organisation accredited as Disability Confident?",
    "Tell us about your CSR programme.",
    "Please give details of any community projects you have supported.",
    "Describe how your company has helped good causes over the past 3 years.",
    "Please confirm whether your organisation pays the Real Living Wage.",
    "How many hours did your staff give last year?",
]
THIS_CONTRACT = [
    "How will you cut carbon on this contract?",
    "How will your organisation's approach to recruitment bring jobs to this service?",
    "How will your safeguarding policy be put to work on these routes?",
    "How will you support charities?",
    "How will you help people who have done nothing like this before?",
    "How have the residents you will serve on this contract shaped your plan?",
    "What is your plan for the first three months?",
    "How will you describe the service to people who cannot read?",
    "What training policy will apply to staff on this contract?",
    "How many people in the last year of this contract will gain a qualification?",
    "How will you use what users of this service told us in the last two years?",
    "What evidence will you show each quarter?",
    "How will young people get a track into work?",
    "How does your organisation plan to staff this service?",
    "How will your experience of other areas improve this service?",
    "How will you learn from the experience of people who use it?",
    "How will people be told about your organisation's part in the service?",
    "How will you show that your organisation is ready to run these routes?",
    "How will you finish work that others have begun?",
]


@pytest.mark.parametrize("text", GENERAL)
def test_a_question_about_the_organisation_in_general_is_found(text: str) -> None:
    finding = of("relevance.general-policy", tender(question(text=text)))
    assert [one.at for one in finding] == ["criteria[0].questions[0].text"]
    assert quoted(finding[0].words).lower().rstrip(" …") in text.replace("’", "'").lower()


@pytest.mark.parametrize("text", THIS_CONTRACT)
def test_a_question_about_this_contract_is_not(text: str) -> None:
    assert of("relevance.general-policy", tender(question(text=text))) == []


NOT_FOR = [
    (ServiceCategory.HEALTH_AND_WELLBEING, "How will you supply hard hats to your counsellors?"),
    (ServiceCategory.ADULT_SOCIAL_CARE, "How will you keep waste out of landfill?"),
    (ServiceCategory.DIGITAL, "How will your lorries avoid the school run?"),
    (ServiceCategory.TRANSPORT, "How will you train bricklayers?"),
    (ServiceCategory.PROFESSIONAL_SERVICES, "How will you use fewer pesticides?"),
    (ServiceCategory.ENVIRONMENT, "How will your passenger assistants be trained?"),
    (ServiceCategory.CONSTRUCTION_AND_WORKS, "How will you keep clinical waste apart?"),
    (ServiceCategory.COMMUNITY_SAFETY, "How will the source code be shared?"),
]
FITTING = [
    (ServiceCategory.CONSTRUCTION_AND_WORKS, "How will you supply hard hats that fit women?"),
    (ServiceCategory.ENVIRONMENT, "How will you keep waste out of landfill?"),
    (ServiceCategory.TRANSPORT, "How will your passenger assistants be trained?"),
    (ServiceCategory.HEALTH_AND_WELLBEING, "How will you keep clinical waste apart?"),
    (ServiceCategory.HEALTH_AND_WELLBEING, "How will you pile up fewer papers and crop fewer photographs?"),
    (ServiceCategory.DIGITAL, "How hard will the course be for people who wear many hats?"),
    (None, "How will you supply hard hats?"),
]


@pytest.mark.parametrize(("service", "text"), NOT_FOR)
def test_what_the_service_does_not_involve_is_found(service: ServiceCategory, text: str) -> None:
    asked = tender(question(text=text), service=service)
    assert ids(asked) == ["relevance.not-this-service"]
    words = found(asked)[0].words
    assert found(replace(asked, specification=(SpecificationItem(id="S1", text=f"It needs {words}."),))) == []


@pytest.mark.parametrize(("service", "text"), FITTING)
def test_what_the_service_may_involve_is_not(service: ServiceCategory | None, text: str) -> None:
    assert ids(tender(question(text=text), service=service)) == []


BASED = [
    "It would be preferred if local suppliers were awarded the routes being tendered.",
    "Are you a local supplier?",
    "Are you based in Hertfordshire?",
    "Are you locally based?",
    "Is your organisation based within the county?",
    "Is your head office local?",
    "Where is your registered office?",
    "Where is your organisation based?",
    "How near to the schools is your depot?",
    "Local suppliers only.",
    "This contract is open to local businesses only.",
    "Only locally based providers may bid.",
    "Preference will be given to local firms.",
    "Local providers will be given extra marks.",
    "Local firms will score higher.",
    "Bidders based in the borough will be favoured.",
    "Bidders must be based within 10 miles of the site.",
    "The provider must be located in the district.",
    "Suppliers that are located in Essex may apply.",
    "Your head office must be in the county.",
    "Bidders must have an office in Hertfordshire.",
    "You need to have an established local presence.",
    "Show that you have a base within 20 miles.",
    "We are looking for a locally based provider.",
    "We wish to award this to a local company.",
    "Contracts will go to a local business.",
    "Priority will be given to locally owned companies.",
    "Extra points are available for Hertfordshire-based companies.",
    "This is for Hertfordshire organisations only.",
    "We will favour suppliers with a local presence.",
    "Where are you based?",
    "Providers must be registered in the county.",
    "Please state the distance in miles from your operating base to County Hall.",
]
OPEN_TO_ALL = [
    "How will you create jobs for local people?",
    "How will you find volunteers from the local area?",
    "Preference in recruitment will be given to local residents who are out of work.",
    "How many residents of Hertfordshire will start work in each contract year?",
    "Bidders must be able to serve the whole of Hertfordshire.",
    "The service is based in Stevenage and covers the county.",
    "The provider works with children in the county.",
    "Staff are based in two of our offices.",
    "How will you open work packages to local firms in your supply chain?",
    "How will you give small local suppliers a fair chance to be subcontractors?",
    "How will you work with local charities that know the families?",
    "How will you help local businesses to take on apprentices?",
    "How will you support small firms based in Hertfordshire to grow?",
    "The provider may use space at two of our recycling centres, in Stevenage and in Hemel Hempstead.",
    "A spare vehicle can be there within 45 minutes.",
    "The provider is registered with the Environment Agency, or holds the equivalent from another country.",
    "The provider need not be based in the county.",
    "No preference is given to local suppliers.",
    "We will not favour local firms.",
    "Bids are welcome from any provider, wherever it is based.",
    "How will families be able to reach you locally?",
    "How will you offer sessions in local libraries?",
    "How will you keep local knowledge when staff leave?",
    "Your organisation will be registered as a data controller.",
    "How will priority be given to households on low incomes?",
    "How will you treat people near the site?",
    "The building is in the district and near a school.",
    "How will community-based support be offered?",
    "How will local providers of health care be told of changes?",
    "We have an office in Hertford that your staff may use.",
    "The county council has a base near the station.",
    "The provider will have a base in the county by the contract start.",
    "How will you give priority to local organisations when you lend rooms?",
    "Where are you going to hold the sessions?",
    "How will you cut the distance that people travel to your sessions?",
    "The contractor keeps the site office within the fence.",
    "The provider is based at our offices in Stevenage.",
    "Staff must be based within 30 minutes of the hospital.",
    "We welcome bids from local organisations and from anywhere else.",
    "Where is your organisation going to find volunteers?",
    "Are you a local authority?",
    "Providers must be registered within 28 days with the regulator.",
    "Suppliers must be registered with the Information Commissioner.",
    "How far will you go to reach families who live far away?",
    "How will Hertfordshire residents hear of the jobs?",
    "How will you tell Hertfordshire businesses about the scheme?",
]


@pytest.mark.parametrize("text", BASED)
def test_words_that_prefer_where_a_bidder_is_based_are_found(text: str) -> None:
    finding = of("relevance.locality", tender(question(text=text), area=("Hertfordshire",)))
    assert [(one.severity, one.at) for one in finding] == [(Severity.STOP, "criteria[0].questions[0].text")]
    condition = tender(question(), area=("Hertfordshire",), conditions=(Condition(id="C1", text=text),))
    assert [one.at for one in of("relevance.locality", condition)] == ["conditions[0].text"]


@pytest.mark.parametrize("text", OPEN_TO_ALL)
def test_jobs_for_residents_and_serving_an_area_are_not(text: str) -> None:
    area = ("Hertfordshire", "St Albans (City)", "A", "")
    assert of("relevance.locality", tender(question(text=text), summary=text, area=area)) == []


@pytest.mark.parametrize(
    ("keys", "severity"),
    [
        ({}, Severity.STOP),
        ({"value": Value(amount=Decimal(90_000), years=Decimal(1))}, Severity.WARN),
        ({"procedure": Procedure.BELOW_THRESHOLD}, Severity.WARN),
        ({"procedure": Procedure.GRANT}, Severity.WARN),
        ({"value": Value(amount=Decimal(150_000), years=Decimal(1), extension_years=Decimal(1))}, Severity.STOP),
        ({"procedure": Procedure.LIGHT_TOUCH, "value": Value(amount=Decimal(600_000))}, Severity.WARN),
    ],
)
def test_below_the_threshold_a_local_preference_takes_a_reason(keys: dict[str, object], severity: Severity) -> None:
    finding = of("relevance.locality", tender(question(text="Are you a local supplier?"), **keys))
    assert [one.severity for one in finding] == [severity]


def test_the_threshold_is_that_of_the_day_of_publication() -> None:
    """£210,000 was below the threshold of 2025 (£214,904) and is above that of 2026 (£207,720)."""

    def on(day: date) -> Severity:
        document = tender(
            question(text="Are you a local supplier?"),
            value=Value(amount=Decimal(210_000), years=Decimal(1)),
            timetable=Timetable(published_on=day),
        )
        return of("relevance.locality", document)[0].severity

    assert on(date(2026, 1, 2)) is Severity.STOP


# clarity


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


# fairness


def test_quantities_relative_to_the_highest_bid_are_found() -> None:
    asked = tender(promise(formula=Formula.RELATIVE_TO_HIGHEST))
    assert [(one.id, one.at) for one in found(asked)] == [("fairness.relative", "criteria[0].questions[0].formula")]
    for formula in (Formula.TARGET_CAPPED, Formula.BANDS, Formula.SHARE_OF_PRICE):
        assert found(tender(promise(formula=formula))) == []


def test_stretching_is_found_where_quantities_are_below_it() -> None:
    def stretched(one: Question) -> TenderFile:
        inner = Criterion(id="SV", kind=CriterionKind.SOCIAL_VALUE, questions=(one,))
        outer = Criterion(id="Q", kind=CriterionKind.QUALITY, normalise=Normalise.RELATIVE_TO_BEST, criteria=(inner,))
        return replace(tender(one), criteria=(outer,))

    assert [(one.id, one.at) for one in found(stretched(promise()))] == [("fairness.relative", "criteria[0].normalise")]
    assert found(stretched(question())) == []


@pytest.mark.parametrize(
    ("second", "is_found"),
    [
        (replace(MEASURE, definition="Something else.", unit="starts per year"), True),
        (replace(MEASURE, name="apprenticeship  STARTED", definition="X", unit="starts per year"), True),
        (replace(MEASURE, name="New starters"), True),
        (replace(MEASURE, name="Apprenticeships kept", definition="People who stay for a year."), False),
        (replace(MEASURE, name="New starters", unit="people starting over the whole contract"), False),
    ],
)
def test_the_same_measure_is_not_rewarded_twice(second: Measure, is_found: bool) -> None:
    asked = tender(promise("A"), promise("B", measure=second, text="How many will start in each contract year?"))
    double = of("fairness.double-count", asked)
    assert [one.at for one in double] == ["criteria[0].questions[1].measure.name"] * is_found
    assert all("Question A counts" in one.reason for one in double)


def test_measures_that_say_nothing_yet_are_not_the_same() -> None:
    blank = (promise("A", measure=Measure()), promise("B", measure=Measure(unit=" ", definition="")))
    assert of("fairness.double-count", tender(*blank)) == []


# balance and measures


@pytest.mark.parametrize(
    ("aside", "used", "left"),
    [
        ({}, [Strand.ECONOMIC, Strand.SOCIAL, Strand.ENVIRONMENTAL], None),
        ({}, [Strand.ECONOMIC, Strand.SOCIAL], "environmental"),
        ({Strand.ENVIRONMENTAL: "No vehicles."}, [Strand.ECONOMIC, Strand.SOCIAL], None),
        ({Strand.ENVIRONMENTAL: " "}, [Strand.ECONOMIC, Strand.SOCIAL], "environmental"),
        (None, [Strand.SOCIAL], "economic or environmental"),
        (None, [None], "economic, social or environmental"),
    ],
)
def test_each_strand_is_used_or_set_aside(
    aside: dict[Strand, str] | None, used: list[Strand | None], left: str | None
) -> None:
    asked = [question(f"SV{place}", strand=strand) for place, strand in enumerate(used)]
    finding = of("balance.strands", tender(*asked, strands_set_aside=aside))
    assert [(one.at, one.words) for one in finding] == ([("strands_set_aside", left)] if left else [])


def test_a_tender_without_social_value_does_not_slip_past() -> None:
    """Leaving the questions out is no way round: each strand still needs one, or a reason."""
    method = Criterion(id="Q", kind=CriterionKind.QUALITY, questions=(question(strand=None),))
    document = tender(criteria=(method,), strands_set_aside=None, monitoring=None)
    assert ids(document) == ["balance.strands"]
    assert ids(document, BRADFORD) == ["balance.strands", "balance.benefits"]
    small = replace(document, value=Value(amount=Decimal(99_999), years=Decimal(1)))
    assert ids(small, BRADFORD) == []
    asks = tender(question(), strands_set_aside=None, value=small.value)
    assert ids(asks, BRADFORD) == ["balance.strands"], "who asks for some thinks of all"


BRADFORD = Policy(
    name="Bradford",
    values={
        key: PolicyValue(key=key, text=text, since=SINCE, source="Bradford Council’s published rules")
        for key, text in {
            "social_value.from": "100000",
            "benefits.needed": "employment_creation youth_employment training_volunteering",
        }.items()
    },
)


@pytest.mark.parametrize(
    ("benefit", "gains"),
    [
        (None, ["balance.benefits"]),
        (Benefit.HEALTH_IMPROVEMENT, ["balance.benefits"]),
        (Benefit.YOUTH_EMPLOYMENT, []),
        (Benefit.TRAINING_VOLUNTEERING, []),
    ],
)
def test_a_policy_may_want_a_question_on_a_kind_of_benefit(benefit: Benefit | None, gains: list[str]) -> None:
    document = tender(question(benefit=benefit))
    assert ids(document) == []
    assert ids(document, BRADFORD) == gains
    for finding in found(document, BRADFORD):
        assert finding.severity is Severity.WARN
        assert finding.words == "creating jobs, jobs for young people or training and volunteering"
        assert finding.source == "Bradford Council’s published rules"


def test_a_promise_that_nobody_watches_is_found() -> None:
    asked = tender(promise("A"), promise("B", measure=replace(MEASURE, name="Hours", unit="hours a year")), question())
    watched = replace(asked, monitoring=Monitoring(indicators=(MonitoringIndicator(question="A"),)))
    assert [(one.at, one.words) for one in found(watched)] == [("monitoring.indicators", "Hours")]
    assert "Question B" in found(watched)[0].reason
    assert ids(replace(asked, monitoring=None)) == ["measure.unmonitored"] * 2


@pytest.mark.parametrize(
    ("value", "watched", "is_found"),
    [
        (Value(amount=Decimal(5_000_000), years=Decimal(1)), 0, False),
        (Value(amount=Decimal("5000000.01"), years=Decimal(1)), 2, True),
        (Value(amount=Decimal("5000000.01"), years=Decimal(1)), 3, False),
        (Value(amount=Decimal(3_000_000), years=Decimal(3), extension_years=Decimal(3)), 2, True),
        (Value(amount=Decimal(9_000_000)), 0, True),
    ],
)
def test_large_contracts_have_three_indicators(value: Value, watched: int, is_found: bool) -> None:
    asked = [question(f"SV{place}") for place in range(3)]
    monitoring = Monitoring(indicators=tuple(MonitoringIndicator(question=one.id) for one in asked[:watched]))
    assert ("measure.kpis" in ids(tender(*asked, value=value, monitoring=monitoring))) is is_found
    if not watched:
        assert ("measure.kpis" in ids(tender(*asked, value=value, monitoring=None))) is is_found


# Any tender, the lists and the clock


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(tenders())
def test_any_tender_can_be_checked_and_each_finding_points_into_it(document: TenderFile) -> None:
    for finding in found(document):
        assert finding.id in MINE
        assert finding.reason
        assert finding.mend
        assert finding.source
        assert len(finding.words) <= 100
        place: object = document
        for step in finding.at.replace("[", ".[").split("."):
            if place is None:  # the key above is absent, as the measure of a commitment may be
                break
            place = place[int(step[1:-1])] if step.startswith("[") else getattr(place, step)  # type: ignore[index]


@pytest.mark.parametrize("name", ["general_policy", "locality", "not_this_service", "asks", "counts", "letters"])
def test_a_list_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    listed = word_list(name)
    assert listed["about"]
    assert listed["source"]


def test_the_groups_of_foreign_words_name_services() -> None:
    for group in word_list("not_this_service")["groups"]:
        assert {ServiceCategory(name) for name in group["belongs_to"]}


def test_junk_is_read_like_any_text() -> None:
    for text in (
        "\0",
        "(" * 5000,
        "A" * 20_000,
        "of " * 5000,
        "your " * 3000,
        "🙂" * 500,
        "a\n" * 3000,
        "HOW AND " * 900,
    ):
        started = time.perf_counter()
        found(tender(question(text=text), summary=text))
        assert time.perf_counter() - started < 2, text[:10]


def test_a_hundred_questions_take_less_than_25_milliseconds() -> None:
    """The rules of this file alone, once the lists are read: their own time on the processor, the best of five."""
    document = hundred_questions()
    found(document)
    assert min(timed(lambda: found(document)) for _ in range(5)) < 0.025


def timed(work: Callable[[], object]) -> float:
    """Seconds of the processor that some work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def hundred_questions() -> TenderFile:
    """A tender of a hundred questions, all different, with words from the bank."""
    rows = json.loads(BANK.read_text())["questions"]
    asked = [
        question(f"SV{place}", text=f"{rows[place % 69]['text']} {rows[(place * 7) % 69]['guidance']}")
        for place in range(100)
    ]
    return tender(*asked)
