"""Asking for a procurement to be cancelled, and letting it go on."""

from commissioning.evaluation.forms.marking import LONGEST_REASON
from socialvalue.forms import Form, PlainText


class CancelForm(Form):
    """Why, as bidders will read it."""

    reason = PlainText(
        label="Why?",
        help_text="Everyone who follows the tender or began a bid gets this by e-mail. Name no bidder, and say nothing "
        "of what is in a bid.",
        rows=5,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Say why, in words that every bidder may read."},
    )


class GoOnForm(Form):
    """Why the procurement is not cancelled."""

    reason = PlainText(
        label="Why does it go on?",
        help_text="It is kept in the history.",
        rows=3,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Say why the procurement goes on."},
    )
