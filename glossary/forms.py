"""Looking a word up."""

from socialvalue.forms import Form, PlainLine


class SearchForm(Form):
    """Words to look for; empty shows everything."""

    words = PlainLine(label="Look for a word", required=False, max_length=100)
