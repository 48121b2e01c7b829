"""Whether a question has to do with the contract: for each rule, what must be found and what must not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from commissioning.tenders.proportionality import (
    Severity,
)
from commissioning.tenders.proportionality.wording import quoted
from commissioning.tenders.tenderfile import (
    Condition,
    Criterion,
    CriterionKind,
    Procedure,
    SpecificationItem,
    Timetable,
    Value,
)
from glossary.words import ServiceCategory
from tests.small_tender import found, ids, of, question, tender


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
