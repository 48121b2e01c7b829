"""Changing the tree of a tender: every function returns a new tender and leaves the old one as it was."""

from collections.abc import Callable
from dataclasses import replace

from .nouns import Criterion, Question, TenderFile
from .references import TIE_WORDS
from .walking import each_criterion, each_question

Change = Callable[[Criterion], Criterion | None]


def change_criteria(tender: TenderFile, change: Change) -> TenderFile:
    """Return the tender with `change` done to every criterion, children first; None takes a criterion away."""
    return replace(tender, criteria=_changed(tender.criteria, change))


def _changed(criteria: tuple[Criterion, ...], change: Change) -> tuple[Criterion, ...]:
    made = []
    for criterion in criteria:
        if criterion.criteria is not None:
            criterion = replace(criterion, criteria=_changed(criterion.criteria, change))
        changed = change(criterion)
        if changed is not None:
            made.append(changed)
    return tuple(made)


def put_question(tender: TenderFile, question: Question, parent_id: str) -> TenderFile:
    """Return the tender with the question under a criterion: in its old place if it was there already, else last."""

    def change(criterion: Criterion) -> Criterion:
        questions = criterion.questions or ()
        if criterion.id != parent_id:
            kept = tuple(old for old in questions if old.id != question.id)
        elif any(old.id == question.id for old in questions):
            kept = tuple(question if old.id == question.id else old for old in questions)
        else:
            kept = (*questions, question)
        return criterion if kept == questions else replace(criterion, questions=kept)

    return change_criteria(tender, change)


def take_question(tender: TenderFile, question_id: str) -> TenderFile:
    """Return the tender without a question."""

    def change(criterion: Criterion) -> Criterion:
        kept = tuple(question for question in criterion.questions or () if question.id != question_id)
        return replace(criterion, questions=kept) if len(kept) != len(criterion.questions or ()) else criterion

    return without_loose_ends(change_criteria(tender, change))


def move_question(tender: TenderFile, question_id: str, steps: int) -> TenderFile:
    """Return the tender with a question moved up (-1) or down (1) among its neighbours, as far as there are any."""

    def change(criterion: Criterion) -> Criterion:
        order = list(criterion.questions or ())
        place = next((place for place, question in enumerate(order) if question.id == question_id), None)
        if place is None:
            return criterion
        question = order.pop(place)
        order.insert(max(0, place + steps), question)
        return replace(criterion, questions=tuple(order))

    return change_criteria(tender, change)


def without_loose_ends(tender: TenderFile) -> TenderFile:
    """Return the tender without the ties, indicators and references that name what is no longer there."""
    parts = {item.id for item in tender.specification or ()}
    questions = {question.id for _, question in each_question(tender)}
    nodes = questions | {criterion.id for _, criterion in each_criterion(tender)}

    def change(criterion: Criterion) -> Criterion:
        if not criterion.questions:
            return criterion
        return replace(criterion, questions=tuple(_tied_to(question, parts) for question in criterion.questions))

    monitoring = tender.monitoring
    if monitoring and monitoring.indicators:
        kept = tuple(indicator for indicator in monitoring.indicators if indicator.question in {*questions, None})
        monitoring = replace(monitoring, indicators=kept)
    ties = tender.ties and tuple(id for id in tender.ties if id in nodes or id in TIE_WORDS)
    return replace(change_criteria(tender, change), ties=ties, monitoring=monitoring)


def _tied_to(question: Question, parts: set[str]) -> Question:
    if question.specification is None or set(question.specification) <= parts:
        return question
    return replace(question, specification=tuple(id for id in question.specification if id in parts))


def free_id(stem: str, taken: set[str]) -> str:
    """Return the first of `stem`1, `stem`2... that is not taken."""
    number = 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def with_unspent_ids(tender: TenderFile, before: TenderFile, spent: set[str]) -> TenderFile:
    """Return the tender in which no question or condition that `before` does not have takes an id of `spent`.

    Answers, promises and declarations of bids are kept by id. One that was given to what is gone must not stand under what
    came in its place. Nothing else of the tender may speak of the new ones yet.
    """
    known, taken = node_ids(before), node_ids(tender) | spent

    def unspent(id: str, stem: str) -> str:
        if id in known or id not in spent:
            return id
        made = free_id(stem, taken)
        taken.add(made)
        return made

    def change(criterion: Criterion) -> Criterion:
        if not criterion.questions:
            return criterion
        return replace(
            criterion, questions=tuple(replace(one, id=unspent(one.id, criterion.id)) for one in criterion.questions)
        )

    conditions = tender.conditions and tuple(replace(one, id=unspent(one.id, "C")) for one in tender.conditions)
    return change_criteria(replace(tender, conditions=conditions), change)


def node_ids(tender: TenderFile) -> set[str]:
    """Return the ids of criteria, questions and conditions, which share one set."""
    return {
        *(criterion.id for _, criterion in each_criterion(tender)),
        *(question.id for _, question in each_question(tender)),
        *(condition.id for condition in tender.conditions or ()),
        *TIE_WORDS,
    }
