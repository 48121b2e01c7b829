"""What contracts really delivered, kept where the next tender is drafted and the next bid written."""

from django.db import models

from .tender import Tender


class Benchmark(models.Model):
    """What one contract delivered of one promise so far, by accepted returns.

    `rate` is in the promise's unit for each £100,000 paid, or the share reached where the unit is a share; `until` is the
    last day that is counted.
    """

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="benchmarks")
    place = models.PositiveSmallIntegerField(help_text="of the promise in the contract")
    name = models.CharField(max_length=150)
    unit = models.CharField(max_length=100)
    rate = models.DecimalField(max_digits=20, decimal_places=4)
    until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tender", "place"], name="one_benchmark_per_promise")]

    def __str__(self) -> str:
        return f"{self.name}: {self.rate} {self.unit}"
