"""Asking people before a tender: one engagement that ended and led to a published tender, one that is open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from commissioning.story.case import Case, Scene
from commissioning.story.cast import told
from commissioning.tenders.actions import engagement as actions
from commissioning.tenders.actions import response as response_actions
from commissioning.tenders.actions import theme as theme_actions
from commissioning.tenders.lifecycle import Audience
from commissioning.tenders.models import Asked, Engagement, Response
from glossary.words import ServiceCategory
from socialvalue.accounts.models import User


@dataclass
class Asking:
    """One engagement of the story: what its data says, the case it leads to, and what has been made of it so far."""

    said: dict
    case: Case
    engagement: Engagement = field(init=False)
    responses: list[tuple[Response, dict]] = field(default_factory=list)

    @property
    def by(self) -> User:
        """The commissioner who asks."""
        return self.case.cast.people[self.said["commissioner"]]

    def at(self, step: str, hour: int, minute: int = 0) -> datetime:
        """A moment on the day of a step."""
        return self.case.calendar.at(self.said["days"][step], hour, minute)


def scenes(cases: Sequence[Case]) -> Iterator[Scene]:
    """Asking, answering, and for the one that ended what came of it."""
    by_reference = {case.said["reference"]: case for case in cases}
    for said in told("engagements")["engagements"]:
        asking = Asking(said, by_reference[said["tender"]])
        yield from _asking(asking)
        yield from _answering(asking)
        if "replied" in said["days"]:
            yield from _replying(asking)


def _asking(asking: Asking) -> Iterator[Scene]:
    started_at, published_at, linked_at = (
        asking.at("started", 10, 15),
        asking.at("published", 9, 5),
        asking.at("linked", 16, 20),
    )
    yield Scene(started_at, lambda: _draft(asking, started_at))
    yield Scene(published_at, lambda: _keep(asking, actions.publish(asking.engagement, by=asking.by, now=published_at)))
    yield Scene(
        linked_at,
        lambda: _keep(asking, actions.link_tender(asking.engagement, asking.case.tender, by=asking.by, now=linked_at)),
    )


def _draft(asking: Asking, now: datetime) -> None:
    """Write the whole draft."""
    said, calendar, who = asking.said, asking.case.calendar, {"by": asking.by, "now": now}
    days = {name: calendar.day(said["days"][name.removesuffix("_on")]) for name in ("opens_on", "closes_on")}
    engagement = actions.start(asking.case.cast.authorities[said["authority"]], title=said["title"], **days, **who)
    engagement = actions.save_about(
        engagement,
        title=said["title"],
        planned=said["planned"],
        service=ServiceCategory(said["service"]),
        areas=said["areas"],
        **days,
        from_version=engagement.version,
        **who,
    )
    for audience, invitation in said["invitations"].items():
        engagement = actions.save_invitation(
            engagement,
            Audience(audience),
            introduction=invitation["introduction"],
            easy_read=invitation["easy_read"],
            questions=[Asked(one["id"], one["text"], tuple(one["options"])) for one in invitation["questions"]],
            from_version=engagement.version,
            **who,
        )
    sessions = [
        {name: one[name] for name in ("audience", "place", "joining", "access", "notes")}
        | {"starts_at": calendar.at(one["day"], one["hour"])}
        for one in said["sessions"]
    ]
    # What was said at a session is written down afterwards.
    before = [session | {"notes": ""} for session in sessions]
    asking.engagement = actions.save_sessions(engagement, before, from_version=engagement.version, **who)


def _answering(asking: Asking) -> Iterator[Scene]:
    for place, said in enumerate(asking.said["responses"]):
        at = asking.case.calendar.at(said["day"], 8 + place % 12, 7 * place % 60)
        yield Scene(at, lambda said=said, at=at, place=place: _answer(asking, said, place, at))


def _answer(asking: Asking, said: dict, place: int, now: datetime) -> None:
    response = response_actions.respond(
        asking.engagement,
        Audience(said["audience"]),
        answers=said["answers"],
        key=uuid5(NAMESPACE_URL, f"{asking.said['title']}/{place}"),
        organisation=said.get("organisation", ""),
        may_quote=said.get("may_quote", False),
        now=now,
    )
    asking.responses.append((response, said))


def _replying(asking: Asking) -> Iterator[Scene]:
    themed_at, shared_at, replied_at = (asking.at(step, 11, 30) for step in ("themed", "shared", "replied"))
    yield Scene(themed_at, lambda: _read(asking, themed_at))
    yield Scene(shared_at, lambda: _share(asking, shared_at))
    yield Scene(replied_at, lambda: _reply(asking, replied_at))


def _read(asking: Asking, now: datetime) -> None:
    """Write down the sessions, put themes on the responses, and hide what names a person."""
    who = {"by": asking.by, "now": now}
    engagement = Engagement.objects.get(pk=asking.engagement.pk)
    sessions = list(engagement.sessions.values("audience", "place", "joining", "access", "starts_at"))
    notes = {one["place"]: one["notes"] for one in asking.said["sessions"]}
    sessions = [session | {"notes": notes[session["place"]]} for session in sessions]
    asking.engagement = actions.save_sessions(engagement, sessions, from_version=engagement.version, **who)
    for name in asking.said["replies"]:
        theme = theme_actions.add_theme(engagement, name, **who)
        carried = [response.pk for response, said in asking.responses if name in said.get("themes", [])]
        theme_actions.tag(theme, carried, **who)
    for response, said in asking.responses:
        if "hidden" in said:
            response_actions.hide(response, said["hidden"], **who)


def _share(asking: Asking, now: datetime) -> None:
    """Take out what would show who wrote it, then publish what every provider said; show what may be shown."""
    who = {"by": asking.by, "now": now}
    for response, said in asking.responses:
        if "edited" in said:
            response_actions.take_words_out(response, said["edited"], **who)
        if "quote" in said:
            response_actions.publish_quote(response, said["quote"], **who)
    _keep(asking, response_actions.publish_responses(asking.engagement, **who))


def _reply(asking: Asking, now: datetime) -> None:
    """Say what was heard and done about each theme, and publish it."""
    who = {"by": asking.by, "now": now}
    for theme in asking.engagement.themes.all():
        reply = asking.said["replies"][theme.name]
        theme_actions.write_reply(
            theme,
            heard=reply["heard"],
            did=reply["did"],
            is_changed=reply["is_changed"],
            question_ids=reply["questions"],
            **who,
        )
    _keep(asking, theme_actions.publish_replies(asking.engagement, **who))


def _keep(asking: Asking, engagement: Engagement) -> None:
    asking.engagement = engagement
