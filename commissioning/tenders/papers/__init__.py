"""What leaves the building as a paper, drawn from the same dataclass as its page: a noun a file."""
