"""The fault: the word limit is counted differently by the browser and the server.

One definition stands in socialvalue/text.py and static/js/words.mjs. Here the shared vectors are counted by the server, then
typed into the page's own box in a real browser; and every character there is, is counted by both.
"""

import json
import time
from itertools import groupby
from pathlib import Path

import pytest
from django.urls import reverse

from commissioning.bids.models import Answer
from socialvalue.text import count_words
from tests import play_bids as play
from tests.cast import make_cast
from tests.play_tenders import published_tender
from tests.visitor import Visitor

VECTORS = json.loads((Path(__file__).parent / "word_vectors.json").read_text())
LAST = 0x10FFFF


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_server_counts_every_vector(vector):
    assert count_words(vector["text"]) == vector["words"]


@pytest.mark.parametrize("text", ["-" * 400_000, "字" * 400_000, "a" * 400_000, "-a" * 200_000, "- " * 200_000])
def test_counting_a_long_text_takes_no_longer_than_reading_it(text):
    began = time.perf_counter()
    count_words(text)
    assert time.perf_counter() - began < 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_browser_counts_every_vector_as_the_server_does(chromium, live_server, now, portal_clock):
    cast = make_cast()
    bid = play.started_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    wendy = Visitor(chromium, live_server.url, "wendy", "word-count").sign_in(cast.writer.email)
    wendy.go(reverse("bid_answer", args=[bid.pk, 1]))
    box, said = wendy.page.get_by_label("Your answer"), wendy.page.locator(".govuk-character-count__status")
    wrong = []
    for vector in VECTORS:
        box.fill(vector["text"])
        left = 500 - vector["words"]
        if said.inner_text() != f"You have {left} words remaining":
            wrong.append((vector["name"], said.inner_text(), left))
    assert wrong == []
    # A box cannot hold every character as it is; the definition can be given each of them.
    counted = wendy.page.evaluate(
        """async last => {
            const { countWords } = await import("/static/js/words.mjs");
            const runs = [];
            for (let point = 0; point <= last; point++) {
                if (point >= 0xd800 && point <= 0xdfff) continue;
                const letter = String.fromCodePoint(point);
                const words = countWords(letter) * 10 + countWords(`a${letter}b`);
                if (!runs.length || runs.at(-1)[0] !== words) runs.push([words, 1]); else runs.at(-1)[1]++;
            }
            return runs;
        }""",
        LAST,
    )
    letters = (chr(point) for point in range(LAST + 1) if not 0xD800 <= point <= 0xDFFF)
    ours = groupby(count_words(letter) * 10 + count_words(f"a{letter}b") for letter in letters)
    assert counted == [[words, len(list(run))] for words, run in ours]

    # And the count that the server gives back for the text in the box is the one on the page.
    # (A hidden control character such as the next line, U+0085, is refused, and said to be.)
    for vector in [one for one in VECTORS[-24:] if "\x85" not in one["text"]]:
        box.fill(vector["text"])
        with wendy.page.expect_response(lambda answer: answer.url.endswith("/save/")) as saved:
            box.blur()
        assert saved.value.json()["words"] == vector["words"] == count_words(Answer.own.get(bid=bid).text), vector
