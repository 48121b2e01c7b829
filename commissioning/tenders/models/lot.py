"""The lots of published tenders, as far as lists and searches need them. What a lot is stands in the tender's document."""

from django.db import models

from commissioning.tenders.models.tender import Tender


class Lot(models.Model):
    """One lot of the newest pack. Written when a pack is, by the same action."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="lots")
    place = models.PositiveSmallIntegerField(help_text="in the tender's file, from 1")
    title = models.TextField()
    areas = models.JSONField(default=list, help_text="its own, or the tender's where it names none")
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, help_text="GBP")

    class Meta:
        ordering = ["tender", "place"]
        constraints = [models.UniqueConstraint(fields=["tender", "place"], name="one_lot_per_place")]

    def __str__(self) -> str:
        return self.title
