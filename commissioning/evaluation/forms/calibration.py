"""A practice answer, a mark for it, and what the panel agreed."""

from typing import Any

from django import forms

from commissioning.evaluation.forms.marking import LONGEST_REASON, mark_field
from commissioning.evaluation.reports import Method
from socialvalue.forms import Form, PlainText

OWN = "own"
# Made up for practice. The first says much and shows little; the second is plain and complete; the third misses the point.
SAMPLES = {
    "warm": (
        "Warm words, few figures",
        "We care about the people who live here, and we always have. We will take on local people wherever we can and "
        "work closely with partners. Our staff are keen to help, and many give their own time. We will look at how it "
        "goes and do more if it goes well. Last year people told us that we made a difference.",
    ),
    "full": (
        "A plain plan with figures",
        "Each year we will take on three people who have been out of work for more than a year. Our training lead will "
        "find them with the job centre in the first two months. Each has a mentor for a year and works towards a "
        "certificate. We count who starts, who stays for six months and who finds other work, and send you the figures "
        "every three months. If fewer than two have started by the sixth month, we will meet you and change the plan. "
        "On a contract like this one, four people started and three stayed.",
    ),
    "beside": (
        "A good deed that was not asked for",
        "Every December our staff fill two hundred food parcels, and we give our meeting room to clubs free of charge. "
        "We have planted a hedge by our depot, and we sort our waste. We hold a quality mark for our office. We will "
        "carry on with all of this while the contract runs.",
    ),
}


class PracticeForm(Form):
    """Which question, and an answer that is made up. `written` gives the text."""

    question = forms.ChoiceField(label="Question", error_messages={"required": "Choose a question."})
    sample = forms.ChoiceField(
        label="The practice answer",
        choices=[(OWN, "Write one"), *((key, title) for key, (title, _) in SAMPLES.items())],
        widget=forms.RadioSelect,
        initial=OWN,
        error_messages={"required": "Choose a practice answer, or write one."},
    )
    text = PlainText(
        label="Your own practice answer",
        help_text="Make it up. Never use words from a real bid, from this tender or another.",
        required=False,
        word_limit=1000,
    )

    def __init__(self, published: Method, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = [("", "Choose a question")] + [
            (question.id, f"{question.id}: {question.text or ''}"[:120]) for question in published.marked
        ]
        self.fields["sample"].option_hints = {key: text for key, (_, text) in SAMPLES.items()}

    def clean(self) -> dict[str, Any]:
        """Ask for the text where no ready one was chosen."""
        said = super().clean()
        if said.get("sample") == OWN and not said.get("text") and "text" not in self.errors:
            self.add_error("text", "Write the practice answer, or choose one.")
        return said

    @property
    def written(self) -> str:
        """The practice answer that was chosen or written."""
        chosen = self.cleaned_data["sample"]
        return self.cleaned_data["text"] if chosen == OWN else SAMPLES[chosen][1]


class PracticeMarkForm(Form):
    """A mark for a practice answer, and its reason."""

    reason = PlainText(
        label="Your reason",
        help_text="What in the answer fits this level? What does the next one lack?",
        rows=4,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Give your reason."},
    )

    def __init__(self, published: Method, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = mark_field(published, "Your mark", required=True)
        field.error_messages["required"] = "Choose a mark."
        self.fields = {"mark": field} | self.fields


class ReadingForm(Form):
    """What the panel agreed after it had compared its marks."""

    reading = PlainText(
        label="How we read the levels",
        help_text="For example, what an answer must show to reach each level. Each evaluator sees this when they mark the "
        "question. You can’t change it later.",
        rows=4,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Say how you read the levels."},
    )
