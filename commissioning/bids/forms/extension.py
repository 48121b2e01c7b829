"""What may be filled in about more time for one bidder."""

from socialvalue.forms import Form, MomentField, PlainLine, PlainText

MOST = 2000


class AskForTimeForm(Form):
    """Why a provider needs more time."""

    reason = PlainText(
        label="Why do you need more time?",
        help_text="What happened, when, and how much time would make up for it.",
        rows=5,
        max_length=MOST,
    )


class CallerForm(Form):
    """Who told the authority that it needs more time, and why."""

    named = PlainLine(
        label="How did the provider name itself?",
        help_text="Its charity number, its company number, or the e-mail address of somebody who works for it.",
    )
    reason = PlainText(label="What did it tell you?", rows=4, max_length=MOST)


class ProposeForm(Form):
    """A new time for one bidder."""

    until = MomentField(label="Until when may this bidder send its bid?", help_text="Like 22 1 2027, 12 noon. UK time.")
    reason = PlainText(label="Why is this time right?", rows=3, max_length=MOST)


class RefuseForm(Form):
    """Why a bidder gets no more time."""

    reason = PlainText(
        label="Why is there no more time?", help_text="The provider reads this.", rows=3, max_length=MOST
    )
