"""What was considered before buying (Public Services (Social Value) Act 2012, s.1)."""

from dataclasses import replace
from typing import Any

from django import forms

from commissioning.tenders.forms.editor import Editor, written
from commissioning.tenders.readiness import Section
from commissioning.tenders.tenderfile import Consideration, TenderFile
from socialvalue.forms import Form

YES, NO = "yes", "no"


class ConsiderationForm(Form):
    """How this purchase may do good, whether people were asked, and whether it is urgent."""

    economic = written("How could it help the local economy?", "Such as jobs, skills, or work for small firms.")
    social = written("How could it help people and communities?", "Such as health, safety, or people who are alone.")
    environmental = written("How could it help the environment?", "Such as less waste, cleaner air, or green places.")
    consulted = forms.ChoiceField(
        label="Did you ask people about this?",
        help_text="People who use the service, those who may provide it, or people who live nearby.",
        choices=[(YES, "Yes"), (NO, "No")],
        widget=forms.RadioSelect,
        required=False,
    )
    consultation_reason = written("Who did you ask, and what changed? If nobody, why not?")
    urgent = forms.BooleanField(label="There was no time for some of this: the need is urgent", required=False)


class ConsiderationEditor(Editor):
    """What you considered."""

    section = Section.CONSIDERATION
    intro = (
        "Before you buy a service, the law asks you to think how it could do good for the area. "
        "A few sentences are enough. Write only what fits this contract and its size."
    )
    terms = ("social-value",)
    form_class = ConsiderationForm

    def form_initial(self) -> dict[str, Any]:
        """What was considered so far."""
        said = self.tender.consideration or Consideration()
        consulted = {True: YES, False: NO}.get(said.consulted)  # type: ignore[call-overload]
        return {**{name: getattr(said, name) for name in ConsiderationForm.base_fields}, "consulted": consulted}

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put it into the tender; a tick that was never there is not made a "no"."""
        said, before = self.form.cleaned_data, tender.consideration or Consideration()
        now = replace(
            before,
            economic=said["economic"] or None,
            social=said["social"] or None,
            environmental=said["environmental"] or None,
            consulted={YES: True, NO: False}.get(said["consulted"]),
            consultation_reason=said["consultation_reason"] or None,
            urgent=said["urgent"] or (None if before.urgent is None else False),
        )
        return replace(tender, consideration=tender.consideration and now if now == Consideration() else now)
