"""What a question to one bidder is for, and what becomes of its answer. Plain Python: no clock, no user."""

from glossary.words import Word


class Kind(Word):
    """What one bidder is asked."""

    UNCLEAR = "unclear", "Something unclear in the bid"
    LOW_PRICE = "low_price", "A price that looks abnormally low"


class Outcome(Word):
    """What an officer decided about an answer: the first two where something was unclear, the others for a low price."""

    SHOWN = "shown", "It explains and does not improve: shown to the panel"
    KEPT = "kept", "It is kept, and not shown to the panel"
    ACCEPTED = "accepted", "The price is explained: the bid stays in"
    DISREGARDED = "disregarded", "The price is abnormally low: the bid is disregarded"


OUTCOMES = {Kind.UNCLEAR: (Outcome.SHOWN, Outcome.KEPT), Kind.LOW_PRICE: (Outcome.ACCEPTED, Outcome.DISREGARDED)}
