"""What may be filled in about bidding with others, on the lead's side and on the partner's."""

from django import forms

from commissioning.bids.actions import Share
from commissioning.bids.lifecycle import BIDS_AS_LABELS, ROLE_LABELS, ROLES_IN, BidsAs, PartnerRole
from providers.models import Provider
from socialvalue.forms import DecimalTextField, Form, PlainText

HINTS = {
    BidsAs.ALONE: "You do all the work yourselves.",
    BidsAs.CONSORTIUM: "Several organisations share the work. You sign the contract and answer for all of it.",
    BidsAs.SUBCONTRACTORS: "You answer for all of it, and pay others to do a part.",
}


class BidsAsForm(Form):
    """How the bid is made."""

    bids_as = forms.ChoiceField(
        label="How do you bid?",
        choices=[(how.value, label) for how, label in BIDS_AS_LABELS.items()],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bids_as"].option_hints = {how.value: hint for how, hint in HINTS.items()}


class ShareForm(Form):
    """What a partner is asked to do."""

    role = forms.ChoiceField(label="What is their role?", widget=forms.RadioSelect)
    share = PlainText(
        label="What will they do?",
        help_text="In a few sentences. They read this and sign it off.",
        word_limit=300,
        rows=5,
    )
    percent = DecimalTextField(
        label="Roughly what part of the price is theirs?",
        help_text="Like 30. You keep what is left.",
        what="a part of the price",
        max_value=100,
        suffix="%",
    )

    def __init__(self, how: BidsAs, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        roles = ROLES_IN[how]
        if len(roles) == 1:
            del self.fields["role"]
            self.only_role = roles[0]
        else:
            self.fields["role"].choices = [(role.value, ROLE_LABELS[role]) for role in roles]

    def given(self) -> Share:
        """What was filled in, as the action takes it."""
        said = self.cleaned_data
        role = PartnerRole(said["role"]) if "role" in self.fields else self.only_role
        return Share(role, said["share"], said["percent"])


class InvitationForm(ShareForm):
    """A new partner: also where to write to."""

    email = forms.EmailField(
        label="Their e-mail address",
        help_text="They need no account yet. The message names you, the tender and their role, and nothing else.",
        max_length=150,
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["email", "role", "share", "percent"]


class OrganisationForm(Form):
    """For which organisation an invitation is answered."""

    provider = forms.ModelChoiceField(
        label="Which organisation takes part?",
        queryset=Provider.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the organisation that takes part."},
    )


class DeclineForm(Form):
    """Why somebody declines."""

    reason = PlainText(label="Why do you decline?", help_text="The lead reads this.", rows=3, max_length=1000)


class SignForm(Form):
    """The partner's signature."""

    signed = forms.BooleanField(
        label="I may sign for my organisation. We will do our share and the commitments on this page."
    )
