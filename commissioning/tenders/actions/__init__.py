"""The only writers of tenders and of the question bank: one noun a file."""
