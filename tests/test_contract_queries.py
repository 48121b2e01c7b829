"""The pages of contracts ask the database as often for many indicators and periods as for few."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from commissioning.tenders.tenderfile import Monitoring
from tests import play_contracts, play_tenders

# With the session, the person, and on the contract's page the glossary's terms and the history.
QUERIES = {"contract_list": 8, "contract": 9, "return_decide": 9, "return_submit": 9}


def criteria_with(promises: int):
    """The usual criteria, with so many commitment questions instead of one."""
    quality, price = play_tenders.criteria()
    method, social = quality.criteria
    narrative, commitment = social.questions
    share = Decimal(40) / promises
    asked = tuple(
        replace(
            commitment,
            id=f"SV{place}",
            weight=share,
            measure=replace(
                commitment.measure, name=f"Trade {place}", definition=f"Somebody who learns trade {place}."
            ),
            text=f"How many apprentices will start in trade {place} in each contract year?",
            relevance=f"Trade {place} can be learned on this contract.",
        )
        for place in range(2, 2 + promises)
    )
    return (replace(quality, criteria=(method, replace(social, questions=(narrative, *asked)))), price)


def contract_of(cast, now, *, promises, every_months):
    return play_contracts.contract_made(
        cast,
        now,
        criteria=criteria_with(promises),
        monitoring=Monitoring(every_months=every_months, indicators=()),
        expected_bidders=1,
        reasons=play_tenders.REASONS
        | {"proportion.questions": "One a trade.", "measure.unmonitored": "We visit the workshop."},
    )


def asked(client, address):
    """Every statement that a page asks."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.parametrize(("promises", "every_months", "returns"), [(1, 12, 1), (10, 1, 12)])
def test_queries_are_flat_in_promises_periods_and_returns(
    cast, now, client, monkeypatch, promises, every_months, returns
):
    contract = contract_of(cast, now, promises=promises, every_months=every_months)
    for place in range(returns):
        report = play_contracts.reported(contract, by=cast.owner, place=place)
        if place < returns - 1 or returns == 1:
            play_contracts.accepted(report, by=cast.contract_manager)
    later = play_contracts.after(contract.periods.last(), 1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    client.force_login(cast.contract_manager)
    period = play_contracts.period_of(contract)
    counts = {}
    for name, args in (
        ("contract_list", []),
        ("contract", [contract.pk]),
        ("return_decide", [contract.pk, period.pk, 1]),
    ):
        statements = asked(client, reverse(name, args=args))
        assert len(statements) == len(set(statements)), name
        counts[name] = len(statements)
    client.force_login(cast.owner)
    report = play_contracts.reported(contract, by=cast.owner, place=returns)
    play_contracts.queried(report, by=cast.contract_manager)
    statements = asked(client, reverse("return_submit", args=[contract.pk, report.period.pk]))
    assert len(statements) == len(set(statements))
    assert {**counts, "return_submit": len(statements)} == QUERIES


@pytest.mark.parametrize("number", [1, 6])
def test_the_list_is_flat_in_contracts(cast, now, client, number):
    for _ in range(number):
        play_contracts.contract_made(cast, now)
    client.force_login(cast.contract_manager)
    assert len(asked(client, reverse("contract_list"))) == QUERIES["contract_list"]
