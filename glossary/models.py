"""The words and what they stand on: terms, frameworks, themes, priorities, measures. Loaded from data files."""

from django.db import models
from django.db.models import Q

from glossary.words import Benefit, Strand


class TermQuerySet(models.QuerySet["Term"]):
    """Ways to look a word up."""

    def matching(self, words: str) -> "TermQuerySet":
        """Terms whose name, other forms or meaning hold `words`."""
        return self.filter(Q(name__icontains=words) | Q(forms__icontains=words) | Q(meaning__icontains=words))


class Term(models.Model):
    """A word of commissioning and what it means here."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    forms = models.JSONField(default=list, help_text="other spellings and plurals")
    meaning = models.TextField()
    example = models.TextField(blank=True)
    see_also = models.JSONField(default=list, help_text="slugs of related terms")
    source = models.CharField(max_length=300)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Framework(models.Model):
    """A published statement of what counts as value: who owns it, when it holds, where it comes from."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=150)
    owner = models.CharField(max_length=150)
    version = models.CharField(max_length=60)
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True)
    licence = models.CharField(max_length=200)
    source = models.TextField()
    source_read_on = models.DateField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """A group of priorities within a framework."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="themes")
    slug = models.SlugField()
    name = models.CharField(max_length=150)
    meaning = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["framework", "slug"], name="one_theme_per_slug")]

    def __str__(self) -> str:
        return self.name


class Priority(models.Model):
    """What a framework wants to see happen. Named everywhere as `framework/theme/priority`."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="priorities")
    key = models.CharField(max_length=160, unique=True)
    name = models.CharField(max_length=200)
    meaning = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "priorities"
        ordering = ["theme__framework", "theme__place", "place"]

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """A way to count whether a promise was kept."""

    class Kind(models.TextChoices):
        """What is counted: the direct result, or the change it makes."""

        OUTPUT = "output", "Output"
        OUTCOME = "outcome", "Outcome"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=150)
    unit = models.CharField(
        max_length=100,
        help_text="with its period, such as people starting per contract year",
    )
    kind = models.CharField(max_length=10, choices=Kind)
    definition = models.TextField()
    evidence = models.TextField()
    strand = models.CharField(max_length=20, choices=Strand.choices())
    benefit = models.CharField(max_length=40, choices=Benefit.choices())
    priorities = models.ManyToManyField(Priority, related_name="measures", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
