"""What may be filled in for a bid, a noun a file."""

from .assignment import NOBODY, AssignForm
from .bid import AnswerForm, AnswerText, DeclarationsForm, LotPricesForm, PriceForm, PromiseForm, StartForm, SubmitForm
from .chain import ChainForm, chain_initial
from .comment import CommentForm
from .documents import DocumentForm, DocumentsForm
from .extension import AskForTimeForm, CallerForm, ProposeForm, RefuseForm
from .offline_draft import OfflineChoiceForm, OfflineDraftForm
from .outage import ExtendForAllForm, OutageForm
from .partner import BidsAsForm, DeclineForm, InvitationForm, OrganisationForm, ShareForm, SignForm
from .receipt import ReceiptForm
from .sign_off import DeclineSignOffForm

__all__ = [
    "NOBODY",
    "AnswerForm",
    "AnswerText",
    "AskForTimeForm",
    "AssignForm",
    "BidsAsForm",
    "CallerForm",
    "ChainForm",
    "CommentForm",
    "DeclarationsForm",
    "DeclineForm",
    "DeclineSignOffForm",
    "DocumentForm",
    "DocumentsForm",
    "ExtendForAllForm",
    "InvitationForm",
    "LotPricesForm",
    "OfflineChoiceForm",
    "OfflineDraftForm",
    "OrganisationForm",
    "OutageForm",
    "PriceForm",
    "PromiseForm",
    "ProposeForm",
    "ReceiptForm",
    "RefuseForm",
    "ShareForm",
    "SignForm",
    "StartForm",
    "SubmitForm",
    "chain_initial",
]
