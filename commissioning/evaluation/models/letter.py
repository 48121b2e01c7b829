"""Bidders as letters while the panel judges, and the words that are hidden in what it reads."""

from django.db import models

from commissioning.bids.models import Bid
from commissioning.evaluation.models.evaluation import Evaluation
from socialvalue.accounts.models import User


class BidderLetter(models.Model):
    """The letter under which the panel knows one bid, drawn by chance when marking starts. Never changed."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="letters")
    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="+")
    letter = models.CharField(max_length=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "letter"], name="one_bid_for_one_letter")]

    def __str__(self) -> str:
        return f"Bidder {self.letter}"


class MaskedWords(models.Model):
    """Words that are hidden in the marking copy of one bid. The bid itself never changes."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="masked_words")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    shown_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    shown_at = models.DateTimeField(null=True, help_text="since when the words are shown again")

    class Meta:
        ordering = ["words", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "words"], condition=models.Q(shown_at=None), name="words_hidden_once"
            )
        ]

    def __str__(self) -> str:
        return self.words
