"""Pages of tenders: one kind of work a file."""
