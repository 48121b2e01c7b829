"""What may be filled in for a bid, a noun a file."""

from .bid import AnswerForm, AnswerText, DeclarationsForm, DocumentForm, PriceForm, PromiseForm, StartForm, SubmitForm
from .chain import ChainForm, chain_initial

__all__ = [
    "AnswerForm",
    "AnswerText",
    "ChainForm",
    "DeclarationsForm",
    "DocumentForm",
    "PriceForm",
    "PromiseForm",
    "StartForm",
    "SubmitForm",
    "chain_initial",
]
