"""What may be filled in for a bid, a noun a file."""

from .bid import AnswerForm, AnswerText, DeclarationsForm, DocumentForm, PriceForm, PromiseForm, StartForm, SubmitForm

__all__ = [
    "AnswerForm",
    "AnswerText",
    "DeclarationsForm",
    "DocumentForm",
    "PriceForm",
    "PromiseForm",
    "StartForm",
    "SubmitForm",
]
