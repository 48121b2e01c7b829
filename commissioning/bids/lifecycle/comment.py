"""What is recorded of comments. What they say is kept in them alone. Plain Python: no clock, no user."""

from socialvalue.audit.events import Event


class CommentEvent(Event):
    """Only the provider's members see these."""

    WRITTEN = "comment.written", "commented on question {question}."
    SETTLED = "comment.settled", "settled a comment on question {question}."
    REMOVED = "comment.removed", "took back a comment on question {question}."
