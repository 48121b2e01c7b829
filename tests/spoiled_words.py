"""The sample tenders, each spoiled in one way, so that one rule about words and links finds it and no other does.

`SPOILS` has one copy for each rule; `ALSO` has the other ways into the same rules. A function takes the parsed JSON of
the sample and changes it. (`balance.benefits` has none: it speaks only under a policy that asks for it.)
"""

from collections.abc import Callable
from typing import Any, NamedTuple

Json = dict[str, Any]


class Spoil(NamedTuple):
    """The name of a sample's file, and what is done to it."""

    sample: str
    change: Callable[[Json], None]


def questions(tender: Json) -> dict[str, Json]:
    """Every question of a tender by its id."""

    def below(criteria: list[Json]) -> dict[str, Json]:
        found = {}
        for criterion in criteria:
            found |= {question["id"]: question for question in criterion.get("questions", [])}
            found |= below(criterion.get("criteria", []))
        return found

    return below(tender["criteria"])


def asking(id: str, **keys: Any) -> Callable[[Json], None]:
    """Give a question other values for some keys; None takes the key out."""

    def change(tender: Json) -> None:
        question = questions(tender)[id]
        for key, value in keys.items():
            if value is None:
                del question[key]
            else:
                question[key] = value

    return change


def measuring(id: str, **keys: str) -> Callable[[Json], None]:
    """Give a question's measure other words."""
    return lambda tender: questions(tender)[id]["measure"].update(keys)


def _paste_reason(tender: Json) -> None:
    asked = questions(tender)
    asked["SV3"]["relevance"] = f"  {asked['SV1']['relevance'].upper()}"


def _level(place: int, means: str | None = None, like: int = 0) -> Callable[[Json], None]:
    def change(tender: Json) -> None:
        levels = tender["scale"]["levels"]
        levels[place]["means"] = levels[like]["means"] if means is None else means

    return change


def _one_level(tender: Json) -> None:
    del tender["scale"]["levels"][1:]


def _bare_measure(tender: Json) -> None:
    del questions(tender)["SV2"]["measure"]["definition"]
    questions(tender)["SV2"]["measure"]["unit"] = ""


def _same_meaning(tender: Json) -> None:
    asked = questions(tender)
    one = asked["SV2"]["measure"]
    asked["SV4"]["measure"] |= {"unit": one["unit"], "definition": f" {one['definition']} "}


def _stop_watching(*ids: str) -> Callable[[Json], None]:
    def change(tender: Json) -> None:
        indicators = tender["monitoring"]["indicators"]
        indicators[:] = [indicator for indicator in indicators if indicator["question"] not in ids]

    return change


def _watch_two(tender: Json) -> None:
    """Turn a promise into a written answer, and watch the other two."""
    question = questions(tender)["SV5"]
    for key in ("formula", "target", "measure"):
        del question[key]
    question |= {"kind": "narrative", "word_limit": 140, "text": "How will you reuse or recycle what the site leaves?"}
    _stop_watching("SV1", "SV5")(tender)


def _drop_social(tender: Json) -> None:
    tender["strands_set_aside"] = {"social": " "}


def _drop_two_strands(tender: Json) -> None:
    for id in ("SV1", "SV2"):
        questions(tender)[id]["strand"] = "social"
    for id in ("SV5",):
        questions(tender)[id]["strand"] = "social"


def _normalise(tender: Json) -> None:
    tender["criteria"][1]["normalise"] = "relative_to_best"


def _must_be_local(tender: Json) -> None:
    tender["conditions"][1]["text"] = "The provider must be based in Hertfordshire."


SPOILS: dict[str, Spoil] = {
    "relevance.no-priority": Spoil("bulky-waste", asking("SV3", priorities=None, specification=None)),
    "relevance.same-reason": Spoil("sen-transport", _paste_reason),
    "relevance.general-policy": Spoil(
        "bulky-waste", asking("SV5", text="What is your organisation's policy on climate change?")
    ),
    "relevance.not-this-service": Spoil(
        "sen-transport", asking("SV3", text="How will your crews use hard hats to keep young people safe?")
    ),
    "relevance.locality": Spoil(
        "sen-transport", asking("SV1", text="Are you a local supplier that can take on people who are out of work?")
    ),
    "clarity.reading-age": Spoil(
        "bulky-waste",
        asking(
            "SV5",
            text="How will operational decarbonisation considerations be systematically incorporated into your "
            "vehicular deployment methodology?",
        ),
    ),
    "clarity.many-asks": Spoil(
        "bulky-waste", asking("SV5", text="How will you lower the carbon of your vehicles? Who will lead this?")
    ),
    "clarity.acronym": Spoil(
        "sen-transport", asking("Q1", text="How will you keep each child with an EHCP safe on the way to school?")
    ),
    "clarity.levels": Spoil("school-works", _level(4, like=3)),
    "clarity.quantity": Spoil("school-works", measuring("SV1", unit="days")),
    "fairness.relative": Spoil("bulky-waste", asking("SV4", formula="relative_to_highest", target=None)),
    "fairness.double-count": Spoil("bulky-waste", measuring("SV4", name="Apprenticeship started")),
    "measure.unmonitored": Spoil("bulky-waste", _stop_watching("SV4")),
    "measure.kpis": Spoil("design-and-build", _watch_two),
    "balance.strands": Spoil("school-works", _drop_social),
}

ALSO: list[tuple[str, Spoil]] = [
    ("relevance.no-priority", Spoil("school-works", asking("SV3", relevance=" "))),
    (
        "relevance.no-priority",
        Spoil("school-works", asking("SV3", relevance=None, priorities=None, specification=None)),
    ),
    (
        "relevance.general-policy",
        Spoil("design-and-build", asking("SV1", text="What have you done for small firms in the last three years?")),
    ),
    ("relevance.not-this-service", Spoil("sen-transport", measuring("SV2", definition="People who can lay asbestos."))),
    ("relevance.locality", Spoil("school-works", asking("Q1", text="How near to the three schools is your depot?"))),
    ("relevance.locality", Spoil("bulky-waste", _must_be_local)),
    (
        "clarity.many-asks",
        Spoil("bulky-waste", asking("SV5", text="How will you cut carbon, and how will you report it?")),
    ),
    ("clarity.levels", Spoil("school-works", _level(2, means=" "))),
    ("clarity.levels", Spoil("school-works", _one_level)),
    ("clarity.quantity", Spoil("sen-transport", _bare_measure)),
    ("clarity.quantity", Spoil("sen-transport", measuring("SV2", definition=" "))),
    ("clarity.quantity", Spoil("bulky-waste", asking("SV1", text="How many jobs will you create for residents?"))),
    ("fairness.relative", Spoil("sen-transport", _normalise)),
    ("fairness.double-count", Spoil("bulky-waste", _same_meaning)),
    ("measure.unmonitored", Spoil("design-and-build", _stop_watching("SV5"))),
    ("balance.strands", Spoil("bulky-waste", _drop_two_strands)),
]
