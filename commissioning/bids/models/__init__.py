"""The rows of this stage, a noun a file. The seal is the default manager of every one: see `bid`."""

from .assignment import Assignment
from .bid import (
    READERS,
    AddendumConfirmation,
    Answer,
    Bid,
    BidDocument,
    BidPart,
    Commitment,
    Declaration,
    OpenedBids,
    OpenedParts,
    OpenedSubmissions,
    Opening,
    OwnBids,
    Submission,
)
from .comment import Comment
from .extension import (
    Extension,
    ExtensionQuerySet,
    extended_until,
    is_open_until,
    last_extension,
    with_extension,
    with_last_extension,
)
from .internal import InternalPart, NeverOpened
from .late import LateAttempt
from .offline_draft import OfflineDraft
from .partner import Partner
from .revision import AnswerRevision
from .sign_off import SignOff
from .text_use import TextUse

__all__ = [
    "READERS",
    "AddendumConfirmation",
    "Answer",
    "AnswerRevision",
    "Assignment",
    "Bid",
    "BidDocument",
    "BidPart",
    "Comment",
    "Commitment",
    "Declaration",
    "Extension",
    "ExtensionQuerySet",
    "InternalPart",
    "LateAttempt",
    "NeverOpened",
    "OfflineDraft",
    "OpenedBids",
    "OpenedParts",
    "OpenedSubmissions",
    "Opening",
    "OwnBids",
    "Partner",
    "SignOff",
    "Submission",
    "TextUse",
    "extended_until",
    "is_open_until",
    "last_extension",
    "with_extension",
    "with_last_extension",
]
