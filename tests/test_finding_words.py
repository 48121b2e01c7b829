"""What findings say to people: every reason and every mend can be read at the age of 12.

Twice over: each finding of each spoiled sample as it is shown, without the words that it quotes from the tender; and
each sentence as it stands in the rules, so that no branch is missed because no sample leads to it.
"""

import ast
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from commissioning.authorities.policy import DEFAULTS, Policy, PolicyValue
from commissioning.tenders import proportionality, tenderfile
from commissioning.tenders.proportionality import (
    Finding,
    balance,
    check,
    clarity,
    fairness,
    inclusion,
    proportion,
    readability,
    relevance,
)
from commissioning.tenders.proportionality.register import market_of, read_register
from tests import spoiled_figures, spoiled_words
from tests.spoiled_words import Spoil

READER = 12
TODAY = date(2026, 11, 22)
ROOM = Path(proportionality.__file__).parent
SAMPLES = ROOM.parent / "samples"
SPOILED = [*spoiled_words.SPOILS.items(), *spoiled_words.ALSO, *spoiled_figures.SPOILS.items()]
WANTS_HEALTH = Policy(
    name="Health",
    values={
        "benefits.needed": PolicyValue(
            key="benefits.needed", text="health_improvement", since=date(2026, 1, 1), source="A council’s rule"
        )
    },
)


def findings_of(spoil: Spoil, policy: Policy = DEFAULTS) -> list[Finding]:
    """Every finding of a spoiled sample, beside the made-up register of providers."""
    changed = json.loads((SAMPLES / f"{spoil.sample}.json").read_text())
    spoil.change(changed)
    document = tenderfile.read(json.dumps(changed).encode())
    areas = {area.lower() for area in document.area or ()}
    market = market_of(read_register(spoiled_figures.REGISTER.read_bytes()), document, areas)
    return check(document, today=TODAY, policy=policy, market=market)


@pytest.mark.parametrize(("id", "spoil"), SPOILED)
def test_every_finding_of_a_spoiled_sample_is_easy_to_read(id: str, spoil: Spoil) -> None:
    found = findings_of(spoil)
    assert id in {finding.id for finding in found}
    for finding in found:
        _check_easy(finding)


def test_so_is_what_a_policy_of_an_authoritys_own_finds() -> None:
    found = findings_of(Spoil("bulky-waste", lambda tender: None), WANTS_HEALTH)
    assert "balance.benefits" in {finding.id for finding in found}
    for finding in found:
        _check_easy(finding)


def _check_easy(finding: Finding) -> None:
    for said in (finding.reason, finding.mend):
        own = said.replace(finding.words, "this") if finding.words else said
        assert own.endswith((".", "?")), finding
        assert readability.reading_age(own) <= READER, (readability.reading_age(own), finding.id, own)


def sentences_of(module: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, text) for each sentence for people in a module; what is filled in later is written as 6."""
    tree = ast.parse(module.read_text())
    within = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    docs = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if id(node) in within or id(node) in docs:
            continue
        text = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "6" for part in node.values)
        if " " in text and text.endswith("."):
            yield node.lineno, text


@pytest.mark.parametrize("module", sorted(ROOM.glob("*.py")), ids=lambda module: module.stem)
def test_every_sentence_of_the_rules_is_easy_to_read(module: Path) -> None:
    hard = {
        f"{module.name}:{line}": (readability.reading_age(text), text)
        for line, text in sentences_of(module)
        if readability.reading_age(text) > READER
    }
    assert hard == {}


def test_the_sentences_are_really_found() -> None:
    """Each rule has a reason and a mend at least."""
    modules = (relevance, proportion, inclusion, clarity, fairness, balance)
    for module in modules:
        assert module.__file__
        assert sum(1 for _ in sentences_of(Path(module.__file__))) >= 2 * len(module.RULES) - 1, module.__name__
