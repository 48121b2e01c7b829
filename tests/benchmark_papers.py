"""What a long report costs, against the same HTML drawn in one piece: `.venv/bin/python -m tests.benchmark_papers`.

For 40 bids x 20 questions x 4 evaluators and for 3 x 5 x 2: seconds of CPU and the most memory of a process of its own
for the paper in one piece, for ours with nothing kept, and for ours when one evaluator's reason for one bid changed.
Ratios carry from machine to machine; seconds do not, so nothing here passes or fails. Filling the world takes minutes.
"""

import os
import pickle
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import django

SIZES = ((3, 5, 2), (40, 20, 4))


def main() -> None:
    """Make each report, have each way drawn by a process of its own, print the figures."""
    for size in SIZES:
        sys.stdout.write("{} bids x {} questions x {} evaluators\n".format(*size))
        with tempfile.TemporaryDirectory() as folder:
            kept = Path(folder, "report")
            _own_process("fill", str(kept), *map(str, size))
            whole, cold, again = (_told(way, kept) for way in ("whole", "cold", "again"))
        for name, (spent, memory, pages) in (
            ("in one piece", whole),
            ("in parts", cold),
            ("one reason changed", again),
        ):
            sys.stdout.write(
                f"  {name:20} {spent:7.1f} s {spent / whole[0]:6.2f}  {memory:6.0f} MB {memory / whole[1]:6.2f}"
                f"  {pages:4.0f} pages {1000 * spent / pages:6.0f} ms a page\n"
            )


def _own_process(*arguments: str) -> str:
    command = [sys.executable, "-m", "tests.benchmark_papers", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def fill(kept: Path, bids: int, questions: int, evaluators: int) -> None:
    """Play an evaluation of this size as far as open prices, and keep its report."""
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    os.environ["DJANGO_DEBUG"] = "0"
    django.setup()

    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment

    from commissioning.evaluation.reports.report import evaluation_report
    from tests import play_evaluation as play
    from tests.cast import make_cast
    from tests.test_evaluation_queries import asking

    setup_test_environment()
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SEND_MESSAGES_AT_ONCE = False
    connection.creation.create_test_db(verbosity=0)
    cast, now = make_cast(), datetime(2026, 12, 2, 9, 30, tzinfo=UTC)
    people = play.more_evaluators(cast, evaluators)
    evaluation = play.priced(cast, now, bids=bids, evaluators=people, **asking(questions))
    kept.write_bytes(pickle.dumps(evaluation_report(evaluation)))


def _told(way: str, kept: Path) -> tuple[float, float, float]:
    """Seconds of CPU, megabytes, and pages, as a process of its own measured them."""
    spent, memory, pages = (float(figure) for figure in _own_process(way, str(kept)).split())
    return spent, memory, pages


class Drawer(dict):
    """A shelf in memory."""

    def fetch(self, keys: list[str]) -> dict[str, bytes]:
        """What is there."""
        return {key: self[key] for key in keys if key in self}

    keep = dict.__setitem__

    def clear_but(self, keys: list[str]) -> None:
        """Nothing is let go of: a process draws twice at most."""


def draw(way: str, kept: Path) -> None:
    """Draw one report in one way, and print what it took."""
    django.setup()
    import resource
    import time

    from django.template.loader import render_to_string

    from commissioning.evaluation import papers
    from socialvalue import pdfparts
    from socialvalue.pdf import pdf_of

    report = pickle.loads(kept.read_bytes())
    warm = "<!DOCTYPE html><html lang='en-GB'><head><title>Warm</title></head><body><h1>Warm</h1></body></html>"
    pdfparts.join([pdfparts.draw(warm)], "")  # a worker has its fonts and its style sheet by then
    shelf = Drawer()
    if way == "again":
        shelf.update(pickle.loads(kept.with_suffix(".shelf").read_bytes()))
        first = report.questions[0]
        answer = first.answers[0]
        marks = (replace(answer.marks[0], reason="Said anew."), *answer.marks[1:])
        answers = (replace(answer, marks=marks), *first.answers[1:])
        report = replace(report, questions=(replace(first, answers=answers), *report.questions[1:]))
    started = time.process_time()
    if way == "whole":
        said = papers.sections(report)
        cover = render_to_string("papers/evaluation_report.html", said)
        rest = {**said, "title": "Report", "template": "papers/_evaluation_report.html"}
        made = pdf_of(cover.partition("</main>")[0] + render_to_string("papers/part.html", rest).partition("<main>")[2])
    else:
        made = papers.pdf(report, shelf)
    spent = time.process_time() - started
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if way == "cold":
        kept.with_suffix(".shelf").write_bytes(pickle.dumps(dict(shelf)))
    sys.stdout.write(f"{spent} {most / 1024} {pdfparts.pages_of(made)}\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialvalue.settings")
    match sys.argv[1:]:
        case ["fill", path, *size]:
            fill(Path(path), *map(int, size))
        case [way, path]:
            draw(way, Path(path))
        case _:
            main()
