"""The question bank."""

from django.db import models
from django.db.models import Q

from glossary.models import Measure, Priority
from glossary.words import Benefit, Strand


class BankQuestionQuerySet(models.QuerySet["BankQuestion"]):
    """Ways to look for a question."""

    def filtered(
        self,
        *,
        service: str = "",
        strand: str = "",
        benefit: str = "",
        priority: str = "",
        words: str = "",
    ):  # type: ignore[no-untyped-def]
        """Questions that fit every filter given; an empty filter lets all pass. `priority` is a priority's key."""
        found = self
        if service:
            found = found.filter(services__contains=f'"{service}"')
        if strand:
            found = found.filter(strand=strand)
        if benefit:
            found = found.filter(benefit=benefit)
        if priority:
            found = found.filter(priorities__key=priority)
        if words:
            found = found.filter(Q(text__icontains=words) | Q(guidance__icontains=words))
        return found


class BankQuestion(models.Model):
    """A good question, ready to be used in a tender. Loaded from a data file."""

    class Kind(models.TextChoices):
        """How it is answered: in words, or with a number to deliver."""

        NARRATIVE = "narrative", "Answered in words"
        COMMITMENT = "commitment", "Answered with a commitment"

    slug = models.SlugField(unique=True, max_length=80)
    set = models.CharField(max_length=40)
    services = models.TextField(
        help_text="service categories as a JSON list; text, so that both databases search it alike"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.TextField()
    guidance = models.TextField()
    strong_answer = models.TextField()
    word_limit = models.PositiveIntegerField(null=True)
    strand = models.CharField(max_length=20, choices=Strand.choices())
    benefit = models.CharField(max_length=40, choices=Benefit.choices())
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, related_name="questions")
    priorities = models.ManyToManyField(Priority, related_name="questions")
    evidence = models.TextField(blank=True)
    relevance_hint = models.TextField(blank=True)
    proportionality_hint = models.TextField(blank=True)
    mended = models.TextField(
        blank=True,
        help_text="what was changed from the founding document's sample, and why",
    )

    objects = BankQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["set", "pk"]

    def __str__(self) -> str:
        return self.text
