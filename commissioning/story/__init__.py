"""The demonstration story: invented people and organisations, and tenders at every stage on the day it is played.

`play(now=...)` plays it. Every stage is reached through the real actions, each at its own moment in the past, in the
order of time, so that nothing in it could not have happened. What is said is in `data/`: `cast.json` for the people,
one file for each tender. What no person does in the portal is made directly: authorities and the first administrator
of each.
"""

from commissioning.story.cast import PASSWORD, SignIn, sign_ins, waiting
from commissioning.story.emptying import drop_tables
from commissioning.story.playing import has_strangers, play, played_at

__all__ = ["PASSWORD", "SignIn", "drop_tables", "has_strangers", "play", "played_at", "sign_ins", "waiting"]
