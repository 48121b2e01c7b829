"""docs/lifecycle.md says what the tables say."""

from pathlib import Path

from commissioning.management.commands.lifecycle import written


def test_the_page_is_fresh():
    page = Path(__file__).resolve().parent.parent / "docs" / "lifecycle.md"
    assert page.read_text() == written(), "print it again: python3 manage.py lifecycle > docs/lifecycle.md"
