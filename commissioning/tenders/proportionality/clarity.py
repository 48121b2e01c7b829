"""Whether what is asked can be understood, marked and counted."""

import re
from collections.abc import Callable, Iterator

from commissioning.tenders.tenderfile import Level, Question, QuestionKind, plain
from socialvalue.text import list_text

from . import readability
from .case import Case
from .finding import Finding, Severity
from .letters import unexplained
from .wording import is_blank, pattern, phrases, plain_words, quoted, same_words, sentences, texts, word_list

SECOND_ASK = phrases("asks")
COUNTS = word_list("counts")
PERIOD_IN_UNIT = pattern(COUNTS["in_unit"])
PERIOD_IN_DEFINITION = pattern(COUNTS["in_definition"])
ASKS_A_NUMBER = pattern(COUNTS["number"])

CLEAR = "Procurement Act 2023, s.23"
PLAIN = "Government Digital Service: writing for GOV.UK"

FEWEST_WORDS = 10
"""A reading age of fewer words than this says more about one long word than about the question."""

QUOTES = re.compile(r"[\"“][^\"”]*[\"”]")


def reading_age(case: Case) -> Iterator[Finding]:
    """Find questions that ask for an older reader than the policy's figure."""
    most = int(case.policy.number("reading.age"))
    for path, question in case.questions:
        text = plain_words(question.text or "")
        age = readability.reading_age(text)
        if age > most and len(text.split()) >= FEWEST_WORDS:
            yield Finding(
                id="clarity.reading-age",
                severity=Severity.ADVISE,
                at=f"{path}.text",
                words=quoted(question.text),
                reason=f"This takes a reading age of about {age}. Your limit is {most}.",
                mend="Use short words, and cut it into short sentences.",
                source=f"{case.policy.source('reading.age')}; {readability.SOURCE}",
            )


def many_asks(case: Case) -> Iterator[Finding]:
    """Find questions that ask several things, which one mark cannot answer."""
    for path, question in case.questions:
        words = second_ask(plain_words(question.text or ""))
        if words:
            yield Finding(
                id="clarity.many-asks",
                severity=Severity.ADVISE,
                at=f"{path}.text",
                words=quoted(words),
                reason="This asks for more than one thing. One mark can't show which of them was answered well.",
                mend="Ask for one thing. If you need the rest, make a question of it.",
                source=CLEAR,
            )


def second_ask(text: str) -> str | None:
    """Return the words that show a second question in a text of plain words; None when it asks one thing."""
    asked = QUOTES.sub("", text)
    marks = [sentence for sentence in sentences(asked) if sentence.endswith("?")]
    if len(marks) > 1:
        return marks[1]
    lines = [line for line in asked.splitlines() if re.match(r"[-*•–]|\(?[a-z0-9ivx]{1,3}[.)]\s", line)]
    if len(lines) > 1:
        return lines[1]
    return SECOND_ASK.first_in(asked)


def acronym(case: Case) -> Iterator[Finding]:
    """Find short forms in capitals that nobody explained anywhere in the tender, each where it is first used."""
    for path, letters in unexplained(list(texts(case.tender)), _ids(case)):
        yield Finding(
            id="clarity.acronym",
            severity=Severity.ADVISE,
            at=path,
            words=letters,
            reason="Nothing in the tender says what these letters stand for.",
            mend="Write the words out the first time, with the letters after them in brackets.",
            source=PLAIN,
        )


def _ids(case: Case) -> frozenset[str]:
    """Return the ids of the tender's parts, which are names and not short forms."""
    tender = case.tender
    return frozenset(
        noun.id
        for nouns in (
            [criterion for _, criterion in case.criteria],
            [question for _, question in case.questions],
            tender.specification or (),
            tender.lots or (),
            tender.conditions or (),
        )
        for noun in nouns
    )


def levels(case: Case) -> Iterator[Finding]:
    """Find levels of the marking scale without a description of their own, where answers are marked on it.

    A scale without levels is not begun; the draft says so, and it can't be published.
    """
    listed = (case.tender.scale and case.tender.scale.levels) or ()
    if not listed or all(question.kind is QuestionKind.COMMITMENT for _, question in case.questions):
        return
    if len(listed) == 1:
        yield _levels("scale.levels", listed, "The scale has one level, so all answers would get one mark.")
        return
    blank = [place for place, level in enumerate(listed) if is_blank(level.means)]
    if blank:
        found = [listed[place] for place in blank]
        reason = f"Nothing says what an answer must do to reach {_marks(found)}."
        yield _levels(f"scale.levels[{blank[0]}].means", found, reason)
    alike: dict[str, list[int]] = {}
    for place, level in enumerate(listed):
        if place not in blank:
            alike.setdefault(same_words(level.means or ""), []).append(place)
    for places in alike.values():
        if len(places) > 1:
            found = [listed[place] for place in places]
            reason = f"The words for {_marks(found)} are the same, so nobody can tell which mark to give."
            yield _levels(f"scale.levels[{places[1]}].means", found, reason)


def _marks(found: list[Level]) -> str:
    """Return levels as people call them: "mark 3", "marks 2 and 3"."""
    marks = ["?" if level.mark is None else plain(level.mark) for level in found]
    return f"mark{'s' if len(marks) > 1 else ''} {list_text(marks)}"


def _levels(at: str, found: list[Level] | tuple[Level, ...], reason: str) -> Finding:
    return Finding(
        id="clarity.levels",
        severity=Severity.STOP,
        at=at,
        words=quoted(found[0].label if is_blank(found[0].means) else found[0].means),
        reason=reason,
        mend="Say for each mark, in its own words, what an answer must do to reach it.",
        source=CLEAR,
    )


def quantity(case: Case) -> Iterator[Finding]:
    """Find numbers asked for without a unit, a period or a definition.

    A question without words is not begun: it can't be published as it is.
    """
    for path, question in case.questions:
        if is_blank(question.text):
            continue
        if question.kind is QuestionKind.COMMITMENT:
            lacking = _lacking(question)
            if lacking:
                key = "definition" if list(lacking) == ["definition"] else "unit"
                yield _quantity(
                    f"{path}.measure.{key}",
                    question.text,
                    f"This asks for a number, but nothing says {list_text(list(lacking.values()), 'or')}.",
                    "Fill these in, so that all bidders count the same thing.",
                )
        elif words := _number_in(question.text or ""):
            yield _quantity(
                f"{path}.text",
                words,
                "This asks for a number in a written answer, so each bidder may count in its own way.",
                "Make it a commitment, and say what is counted and over what time. Or ask how it will be done.",
            )


def _lacking(question: Question) -> dict[str, str]:
    """Return what a commitment's measure does not say, in words."""
    measure = question.measure
    unit, definition = (
        plain_words((measure and measure.unit) or ""),
        plain_words((measure and measure.definition) or ""),
    )
    lacking = {}
    if not unit:
        lacking["unit"] = "in which unit"
    if not PERIOD_IN_UNIT.search(unit) and not PERIOD_IN_DEFINITION.search(definition):
        lacking["period"] = "over what time"
    if not definition:
        lacking["definition"] = "what counts"
    return lacking


def _number_in(text: str) -> str | None:
    """Return the words that open a question for a number; None when it asks for none."""
    asked = sentences(plain_words(text))
    found = ((sentence, ASKS_A_NUMBER.match(sentence.lower())) for sentence in asked)
    return next((sentence[: match.end()] for sentence, match in found if match), None)


def _quantity(at: str, words: str | None, reason: str, mend: str) -> Finding:
    return Finding(
        id="clarity.quantity",
        severity=Severity.STOP,
        at=at,
        words=quoted(words),
        reason=reason,
        mend=mend,
        source=CLEAR,
    )


RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (reading_age, many_asks, acronym, levels, quantity)
