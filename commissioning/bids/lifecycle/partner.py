"""How a provider bids, the parts that others play in its bid, and what is recorded of them. Plain Python."""

from enum import StrEnum

from socialvalue.audit.events import Event


class BidsAs(StrEnum):
    """Whether a provider bids alone or with others. It is always the one that signs the contract."""

    ALONE = "alone"
    CONSORTIUM = "consortium"
    SUBCONTRACTORS = "subcontractors"


BIDS_AS_LABELS = {
    BidsAs.ALONE: "On our own",
    BidsAs.CONSORTIUM: "As a consortium, and we lead it",
    BidsAs.SUBCONTRACTORS: "On our own, with subcontractors",
}


class PartnerRole(StrEnum):
    """The part of another organisation in a bid."""

    PARTNER = "partner"
    SUBCONTRACTOR = "subcontractor"


ROLE_LABELS = {PartnerRole.PARTNER: "Partner in the consortium", PartnerRole.SUBCONTRACTOR: "Subcontractor"}
ROLES_IN = {
    BidsAs.ALONE: (),
    BidsAs.CONSORTIUM: (PartnerRole.PARTNER, PartnerRole.SUBCONTRACTOR),
    BidsAs.SUBCONTRACTORS: (PartnerRole.SUBCONTRACTOR,),
}
"""Which parts others may play. A consortium may have subcontractors too."""


class PartnerState(StrEnum):
    """Where a partner stands. Nothing of it is stored: it follows from the row and from what the share says now."""

    INVITED = "invited"
    CHOSEN = "chosen"
    SIGNED = "signed"
    LAPSED = "lapsed"
    DECLINED = "declined"
    REMOVED = "removed"


STATE_LABELS = {
    PartnerState.INVITED: "Invited",
    PartnerState.CHOSEN: "Not signed off yet",
    PartnerState.SIGNED: "Signed off",
    PartnerState.LAPSED: "Changed since it was signed off",
    PartnerState.DECLINED: "Declined",
    PartnerState.REMOVED: "Not part of the bid any more",
}
STATE_COLOURS = {
    PartnerState.INVITED: "blue",
    PartnerState.CHOSEN: "yellow",
    PartnerState.SIGNED: "green",
    PartnerState.LAPSED: "orange",
    PartnerState.DECLINED: "red",
    PartnerState.REMOVED: "grey",
}


class PartnerEvent(Event):
    """What is recorded of partners, in the history of the bid. Only the lead's people see it."""

    BIDS_AS = "bid.bids_as", "said how the bid is made: {how}."
    INVITED = "bid.partner_invited", "invited {address} to the bid. Role: {role}."
    INVITED_AGAIN = "bid.partner_invited_again", "sent a new invitation to {address}."
    CHANGED = "bid.partner_changed", "changed the share of {partner}."
    REMOVED = "bid.partner_removed", "took {partner} out of the bid."
    CHOSEN = "bid.partner_chosen", "answered the invitation to {address} for {partner}."
    SIGNED = "bid.partner_signed", "signed off the share of {partner}."
    UNSIGNED = "bid.partner_unsigned", "withdrew the sign-off of {partner}."
    DECLINED = "bid.partner_declined", "declined for {partner}: {reason}"
