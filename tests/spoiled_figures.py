"""The sample tenders, each spoiled in one way, so that one rule about figures finds it and no other does.

`inclusion.reach` is found only beside the made-up register of providers: see `REGISTER`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from commissioning.tenders import tenderfile
from tests.spoiled_words import Json, Spoil, questions

REGISTER = Path(tenderfile.__file__).parents[1] / "data" / "sample_providers.json"


def saying(**keys: Any) -> Callable[[Json], None]:
    """Give keys at the top of the file other values."""
    return lambda tender: tender.update(keys)


def dated(**keys: str) -> Callable[[Json], None]:
    """Give the timetable other dates."""
    return lambda tender: tender["timetable"].update(keys)


def demanding(**keys: Any) -> Callable[[Json], None]:
    """Add a condition of taking part."""
    return lambda tender: tender["conditions"].append({"id": "C9", **keys})


def _weigh_social_value_heavily(tender: Json) -> None:
    method, social = tender["criteria"][0]["criteria"]
    method["weight"], social["weight"] = "40", "60"


def _ask_a_fourth_question(tender: Json) -> None:
    asked = tender["criteria"][1]["questions"]
    asked[0]["weight"] = "20"
    asked.append(
        {
            "id": "SV4",
            "kind": "narrative",
            "weight": "20",
            "word_limit": 20,
            "text": "How will you buy tiles and timber from makers nearby?",
            "strand": "economic",
            "benefit": "employment_creation",
            "priorities": ["herts-corporate-plan-2017-21/prosper/strong-economy"],
            "specification": ["S1"],
            "relevance": "Tiles and timber are the largest purchases of this job.",
            "proportionality": "One sentence will do.",
        }
    )


def _insure_now(tender: Json) -> None:
    tender["conditions"][0]["needed"] = "at_bid"


def _ask_everyone(tender: Json) -> None:
    tender["documents"][3]["asked_of"] = "everyone"


def _report_at_length(tender: Json) -> None:
    tender["monitoring"]["indicators"][2]["hours_per_return"] = "30"


SPOILS: dict[str, Spoil] = {
    "proportion.weight": Spoil("bulky-waste", _weigh_social_value_heavily),
    "proportion.questions": Spoil("school-works", _ask_a_fourth_question),
    "proportion.effort": Spoil("bulky-waste", saying(expected_bidders=60)),
    "proportion.words-per-point": Spoil("bulky-waste", lambda tender: questions(tender)["T3"].update(word_limit=2000)),
    "proportion.evidence-early": Spoil("bulky-waste", _ask_everyone),
    "proportion.monitoring": Spoil("bulky-waste", _report_at_length),
    "inclusion.turnover": Spoil("bulky-waste", demanding(kind="turnover", amount="800001")),
    "inclusion.insurance": Spoil("bulky-waste", _insure_now),
    "inclusion.accounts": Spoil("bulky-waste", demanding(kind="accounts", audited=True)),
    "inclusion.prior-award": Spoil(
        "bulky-waste", demanding(kind="prior_award", text="A contract that this council gave you before.")
    ),
    "inclusion.suitability-stage": Spoil(
        "school-works", demanding(kind="experience", text="Three schools finished in five years.")
    ),
    "inclusion.lots": Spoil("bulky-waste", saying(no_lots_reason=" ")),
    "inclusion.period": Spoil("sen-transport", dated(published_on="2027-04-20")),
    "inclusion.partners": Spoil("bulky-waste", saying(partners_allowed=False)),
    "inclusion.reach": Spoil("bulky-waste", demanding(kind="turnover", amount="700000")),
    "inclusion.closing": Spoil("bulky-waste", dated(closes_at="2027-01-30T12:00:00+00:00")),
}
