"""What is wrong with a tender's weights. A draft may be unfinished, so this is no fault of the file."""

from decimal import Decimal

from .faults import Fault
from .nouns import Criterion, Question, TenderFile
from .walking import each_criterion
from .words import WITHOUT_WEIGHT, CriterionKind
from .writing import plain

WHOLE = Decimal(100)


def weight_faults(tender: TenderFile) -> list[Fault]:
    """Return every place where weights are missing, are there but should not be, or do not add to 100.

    Weights are per cent of the parent; the criteria and questions under one parent add to exactly 100. Pass criteria
    and prices that give no points carry no weight.
    """
    if not tender.criteria:
        return [Fault(path="criteria", message="There are no criteria yet.")]
    faults = _sibling_faults("", tender.criteria, ())
    for path, criterion in each_criterion(tender):
        faults += _sibling_faults(f"{path}.", criterion.criteria or (), criterion.questions or ())
    return faults


def _sibling_faults(above: str, criteria: tuple[Criterion, ...], questions: tuple[Question, ...]) -> list[Fault]:
    """Return the faults among the children of one parent; `above` is the parent's path with its dot."""
    faults, weights = [], []
    for place, criterion in enumerate(criteria):
        path = f"{above}criteria[{place}].weight"
        if criterion.kind == CriterionKind.PASS or criterion.formula in WITHOUT_WEIGHT:
            if criterion.weight is not None:
                faults.append(
                    Fault(
                        path=path,
                        message="It must have no weight: it is pass or fail, or its price formula gives no points.",
                    )
                )
        elif criterion.weight is None:
            faults.append(Fault(path=path, message="It has no weight yet."))
        else:
            weights.append(criterion.weight)
    for place, question in enumerate(questions):
        if question.weight is None:
            faults.append(
                Fault(
                    path=f"{above}questions[{place}].weight",
                    message="It has no weight yet.",
                )
            )
        else:
            weights.append(question.weight)
    if weights and sum(weights) != WHOLE:
        path = above + ("criteria" if criteria else "questions")
        faults.append(
            Fault(
                path=path,
                message=f"The weights add to {plain(sum(weights, Decimal()))}, not 100.",
            )
        )
    return faults
