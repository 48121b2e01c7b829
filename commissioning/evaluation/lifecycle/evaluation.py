"""The states of an evaluation and the steps between them. Plain Python: no clock, no user."""

from enum import StrEnum

from socialvalue.refusals import Refused


class Status(StrEnum):
    """Where an evaluation stands."""

    PANEL = "panel"  # the panel is being named; bids may still be sealed
    MARKING = "marking"  # each evaluator marks alone
    MODERATION = "moderation"  # every mark is locked; the chair agrees one mark for each answer
    AGREED = "agreed"  # quality is final; prices are still sealed
    PRICED = "priced"  # the prices are open and the ranking is worked out
    SIGNED_OFF = "signed_off"  # the chair has signed the evaluation report
    RECOMMENDED = "recommended"  # an officer has recommended an award
    AWARDED = "awarded"  # another officer has approved it
    TOLD = "told"  # every bidder has its assessment summary; the standstill is waited for
    CONCLUDED = "concluded"  # the contract is made


# from -> to, and what the step is called.
STEPS: dict[tuple[Status, Status], str] = {
    (Status.PANEL, Status.MARKING): "start marking",
    (Status.MARKING, Status.MODERATION): "start moderation",
    (Status.MODERATION, Status.AGREED): "lock the consensus",
    (Status.AGREED, Status.PRICED): "open the prices",
    (Status.PRICED, Status.SIGNED_OFF): "sign off the report",
    (Status.SIGNED_OFF, Status.PRICED): "leave out a bid with an abnormally low price",
    (Status.SIGNED_OFF, Status.RECOMMENDED): "recommend an award",
    (Status.RECOMMENDED, Status.SIGNED_OFF): "turn down the recommendation",
    (Status.RECOMMENDED, Status.AWARDED): "approve the award",
    (Status.AWARDED, Status.TOLD): "send the assessment summaries",
    (Status.TOLD, Status.SIGNED_OFF): "decide again after a challenge",
    (Status.TOLD, Status.CONCLUDED): "make the contract",
}

LABELS = {
    Status.PANEL: "Naming the panel",
    Status.MARKING: "Marking",
    Status.MODERATION: "Moderation",
    Status.AGREED: "Quality agreed",
    Status.PRICED: "Prices opened",
    Status.SIGNED_OFF: "Signed off",
    Status.RECOMMENDED: "Award recommended",
    Status.AWARDED: "Awarded",
    Status.TOLD: "Bidders told",
    Status.CONCLUDED: "Contract made",
}


def check_step(before: Status, after: Status) -> None:
    """Refuse a step that is not in the table."""
    if (before, after) not in STEPS:
        raise Refused(f"This evaluation stands at “{LABELS[before]}”. It can't go to “{LABELS[after]}” from there.")


# Until then nobody sees another's marks, and no panel member sees a price.
BEFORE_MODERATION = (Status.PANEL, Status.MARKING)

BEFORE_PRICES = (*BEFORE_MODERATION, Status.MODERATION, Status.AGREED)


def check_stands_at(status: Status, *wanted: Status) -> None:
    """Refuse what may be done only while the evaluation stands at one of `wanted`."""
    if status not in wanted:
        places = " or ".join(f"“{LABELS[place]}”" for place in wanted)
        raise Refused(f"This evaluation stands at “{LABELS[status]}”. This can be done only at {places}.")
