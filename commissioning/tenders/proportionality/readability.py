"""How old a reader must be to follow a text at first sight.

The Flesch-Kincaid grade (J. P. Kincaid and others, "Derivation of new readability formulas for Navy enlisted personnel",
1975): 0.39 x words in a sentence + 11.8 x syllables in a word - 15.59, in years of American schooling. Children there
begin the first grade at six, so five years are added for an age. It was chosen because it works on a single sentence,
which most questions are (SMOG asks for thirty), and because the council officers who meet it know it from Word.

Syllables come from the breaks that pyphen puts into a word. Those are for the ends of lines and never part a single
letter from a word ("area", "item"), so what stands between two breaks counts once for each group of vowels in it.
"""

import re
from decimal import Decimal
from functools import lru_cache

import pyphen

SOURCE = "Flesch-Kincaid grade (Kincaid and others, 1975) and five years"
YEARS_BEFORE_SCHOOL = 5

BREAKS = pyphen.Pyphen(lang="en_US")
"""The breaks of American English: the British ones leave "people" and "safety" whole. Reading them takes longer than a
whole check, so it is done when the portal starts and nobody waits for it."""

WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
END = re.compile(r"[.!?]+(?=\s|$)|\n+")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(
    r"(?<=[^aeiouy])(?<!l)e$|(?<=[aeiouy]l)e$|(?<=[^aeiouytdl])ed$|(?<=[aeiouy]l)ed$|(?<=[^aeiouyszxhgcl])es$"
)
"""A last e that is not heard: "make", "while", "asked", "takes"; but "table", "wanted", "places" keep theirs."""


def reading_age(text: str) -> int:
    """Return the reading age of a text in whole years, no less than 5. A text without words has the age of 5."""
    words = WORD.findall(text.replace("’", "'"))
    if not words:
        return YEARS_BEFORE_SCHOOL
    ends = sum(1 for part in END.split(text) if WORD.search(part))
    heard = sum(syllables(word.lower()) for word in words)
    grade = Decimal("0.39") * len(words) / ends + Decimal("11.8") * heard / len(words) - Decimal("15.59")
    return max(YEARS_BEFORE_SCHOOL, round(grade) + YEARS_BEFORE_SCHOOL)


@lru_cache(maxsize=16384)
def syllables(word: str) -> int:
    """Return how many syllables a word in small letters has: at least one. What follows an apostrophe has none."""
    word = word.partition("'")[0]
    if sum(map(word.count, "aeiouy")) < 2:
        return 1
    pieces = BREAKS.inserted(SILENT.sub("", word)).split("-")
    return sum(max(1, len(VOWELS.findall(SILENT.sub("", piece)))) for piece in pieces)
