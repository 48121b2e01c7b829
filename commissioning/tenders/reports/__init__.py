"""Tenders made ready to be read: one kind of page a file."""
