"""The seal is a property of the managers; here the source itself is read for ways around it.

Outside the bids' own stage nobody may say `.own` (the managers that see sealed rows) nor `_base_manager`, and no join may
lead from a tender or a provider back to its bids.
"""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from commissioning.bids import models

ROOT = Path(__file__).parents[1]
STAGE = ROOT / "commissioning" / "bids"
ROUND_THE_SEAL = {"own", "_base_manager"}
# What is not sealed: the opening itself, and what a bidder who asks for more time tells the authority of its own accord.
TOLD = (models.Opening, models.Extension)
SEALED = [model for model in apps.get_app_config("bids").get_models() if model not in TOLD]


def sources():
    """Every Python file of the portal that is neither of the bids' stage nor a test."""
    for folder in ("commissioning", "providers", "glossary", "socialvalue"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if STAGE not in path.parents:
                yield path


def ways_round(tree: ast.AST) -> list[int]:
    """The lines that name a manager which sees sealed rows."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ROUND_THE_SEAL:
            found.append(node.lineno)
        if isinstance(node, ast.keyword) and node.arg == "manager":
            found.append(node.value.lineno)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"getattr", "attrgetter"}:
            said = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            found += [node.lineno] * bool(ROUND_THE_SEAL.intersection(said))
    return found


def test_only_the_bids_stage_names_the_managers_that_see_sealed_bids():
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        for line in ways_round(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set()


@pytest.mark.parametrize(
    "source", ["Bid.own.all()", "bid.answers(manager='own')", "getattr(Bid, 'own')", "Bid._base_manager.count()"]
)
def test_each_way_round_would_be_noticed(source):
    assert ways_round(ast.parse(source))


@pytest.mark.parametrize("model", SEALED, ids=lambda model: model.__name__)
def test_the_seal_is_the_default_manager_of_everything_in_a_bid(model):
    assert model._default_manager.name == "objects"
    assert type(model._default_manager) in (
        models.OpenedBids,
        models.OpenedParts,
        models.OpenedSubmissions,
        models.NeverOpened,
    )


def test_no_join_leads_from_outside_to_a_bid():
    """A reverse relation would let `Tender.objects.filter(bids__...)` or `Count("bids")` see sealed rows."""
    back = {
        f"{model.__name__}.{relation.get_accessor_name()}"
        for model in apps.get_models()
        if model not in SEALED
        for relation in model._meta.related_objects
        if relation.related_model in SEALED and not relation.hidden
    }
    assert back == set()
