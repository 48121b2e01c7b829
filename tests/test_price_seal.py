"""The seal of the prices: a canary price is planted, and every address is fetched as everybody before it is broken."""

import ast
from pathlib import Path

import pytest

from commissioning.bids.models import Submission
from commissioning.bids.reports import opened_submissions
from tests import play_evaluation as play
from tests.test_blind_marks import PRICE_CANARY, PRICE_TRACES, STAFF, addresses, fetched, priced_tender, signed_in

ROOT = Path(__file__).parents[1]
BEYOND = ("commissioning/evaluation", "commissioning/contracts")


@pytest.fixture
def agreed(cast, now):
    """Quality is final; one of the two prices is the canary."""
    tender = play.opened_tender(cast, now, tender=priced_tender(cast, now), bids=1)
    return play.agreed(cast, now, tender=tender)


def test_nobody_at_the_authority_reads_a_price_until_the_prices_are_opened(cast, now, agreed):
    everywhere = addresses(agreed)
    browsers = {person: signed_in(getattr(cast, person)) for person in STAFF}
    read = [
        (person, where)
        for person, client in browsers.items()
        for where in everywhere
        if any(trace in fetched(client, where) for trace in PRICE_TRACES)
    ]
    assert read == []
    play.open_prices(agreed, cast, now)
    where = f"/tenders/{agreed.tender_id}/evaluation/ranking/"
    for person in ("procurement", "auditor", "chair"):
        assert PRICE_TRACES[0] in fetched(browsers[person], where), person
    assert PRICE_TRACES[0] not in fetched(browsers["evaluator"], where)


def test_the_seal_is_a_property_of_the_default_manager(cast, now, agreed):
    assert [row.file.price for row in Submission.objects.all()] == [None, None]
    assert [(bid.file.price, bid.is_price_open) for bid in opened_submissions(agreed.tender)] == [(None, False)] * 2
    assert PRICE_CANARY in [row.file.price for row in Submission.own.all()]
    play.open_prices(agreed, cast, now)
    assert PRICE_CANARY in [row.file.price for row in Submission.objects.all()]


def test_no_stage_above_reads_the_stored_text_of_a_bid():
    """`Submission.file` keeps the seal; its raw `content` and `bidfile.read` would go round it, and so would `bid__price`."""
    found = []
    for folder in BEYOND:
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [
                f"{path.relative_to(ROOT)}:{node.lineno}"
                for node in ast.walk(tree)
                if (isinstance(node, ast.alias) and node.name == "bidfile")
                or (isinstance(node, ast.Constant) and node.value in ("bid__price", "submissions__content"))
                or (
                    isinstance(node, ast.Attribute)
                    and node.attr == "content"
                    and isinstance(node.value, ast.Name)
                    and node.value.id in ("submission", "newest", "latest")
                )
            ]
    assert found == []
