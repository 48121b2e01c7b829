"""Everybody in the story: authorities and their staff, providers and their members. All of them are invented."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from commissioning.authorities.actions import adopt_policy, give_role, set_figure
from commissioning.authorities.models import Authority, Role, Staff
from commissioning.authorities.policy import read_policy, shipped_policies
from providers import actions as provider_actions
from providers.models import Paper, Provider
from providers.models import Role as MemberRole
from socialvalue.accounts.models import User
from socialvalue.text import UK

DATA = Path(__file__).parent / "data"
PASSWORD = "demonstration only"
INSURED_FOR = 1095
"""Days, from the registering."""


@dataclass(frozen=True)
class SignIn:
    """One row of the list of people: who they are and what they do for one organisation."""

    name: str
    email: str
    roles: str
    organisation: str


@dataclass
class Cast:
    """Who there is, by the names that the data files use: a member of staff by the first part of the e-mail address."""

    authorities: dict[str, Authority] = field(default_factory=dict)
    providers: dict[str, Provider] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    first_members: dict[str, User] = field(default_factory=dict)

    def person(self, email: str, name: str) -> User:
        """The person with this address, made if they are new."""
        if email not in self.people:
            person = User.objects.create_user(email, name=name)
            self.people[email] = self.people[email.partition("@")[0]] = person
        return self.people[email]

    def staff_with(self, authority: Authority, role: Role) -> User:
        """The first person who holds a role at an authority."""
        return Staff.objects.filter(authority=authority, role=role).order_by("pk").select_related("user")[0].user


def told(name: str) -> dict:
    """One of the story's data files."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def make_cast(start: datetime) -> Cast:
    """Make everybody, from `start` on: organisation after organisation, a day apart."""
    cast = Cast()
    said = told("cast")
    now = start
    for authority in said["authorities"]:
        _make_authority(cast, authority, now)
        now += timedelta(days=1)
    for key, provider in said["providers"].items():
        _make_provider(cast, key, provider, now)
        now += timedelta(days=1)

    people = set(cast.people.values())
    # One hash for all: the password is the same, and hashing it fifty times would take longer than the whole story.
    User.objects.filter(pk__in=[person.pk for person in people]).update(password=make_password(PASSWORD))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )
    return cast


def _make_authority(cast: Cast, said: dict, now: datetime) -> None:
    """Make an authority and give its staff their roles. Its first administrator is made directly."""
    facts = {name: said[name] for name in ("slug", "name", "kind", "area")}
    authority = cast.authorities[said["slug"]] = Authority.objects.create(**facts)
    admin = cast.person(said["staff"][0]["email"], said["staff"][0]["name"])
    Staff.objects.create(authority=authority, user=admin, role=Role.AUTHORITY_ADMIN)
    for one in said["staff"]:
        person = cast.person(one["email"], one["name"])
        for role in one["roles"]:
            if role != Role.AUTHORITY_ADMIN:
                give_role(authority, person, Role(role), by=admin, now=now)
    if policy := said.get("policy"):
        adopt(cast, authority, policy["adopts"], now)
        for key, (text, source) in policy["figures"].items():
            set_figure(authority, key, text, since=now.astimezone(UK).date(), source=source, by=admin, now=now)


def adopt(cast: Cast, authority: Authority, policy: str, now: datetime) -> None:
    """Let the authority's administrator take over one of the policies that come with the portal, from that day on."""
    name, values = read_policy(shipped_policies()[policy])
    today = now.astimezone(UK).date()
    by = cast.staff_with(authority, Role.AUTHORITY_ADMIN)
    adopt_policy(authority, name, [replace(value, since=today) for value in values], by=by, now=now)


def _make_provider(cast: Cast, key: str, said: dict, now: datetime) -> None:
    """Register a provider; its first member, who does so, says what conditions look at and adds the others."""
    facts = {name: value for name, value in said.items() if name not in ("members", "standing", "texts")}
    first, *others = said["members"]
    owner = cast.first_members[key] = cast.person(first["email"], first["name"])
    provider = cast.providers[key] = provider_actions.register(facts, by=owner, now=now)
    standing = dict(said["standing"])
    papers = list(_papers(standing, now))
    if "turnover" in standing:
        standing["turnover"] = Decimal(standing["turnover"])
    provider_actions.save_facts(provider, standing, from_version=provider.version, by=owner, now=now)
    for kind, facts in papers:
        provider_actions.add_paper(provider, kind, facts, by=owner, now=now)
    for text in said.get("texts", []):
        provider_actions.add_text(provider, {"service": "", "tags": ""} | text, by=owner, now=now)
    for one in others:
        person = cast.person(one["email"], one["name"])
        for role in one["roles"]:
            provider_actions.give_role(provider, person, MemberRole(role), by=owner, now=now + timedelta(hours=1))


def _papers(standing: dict, now: datetime) -> Iterator[tuple[Paper.Kind, dict[str, object]]]:
    """Take out of what stands each insurance, policy, certificate and registration, as a paper.

    `insurance` is the cover in pounds; `papers` are further ones, whose days are so many days after the registering.
    """
    if cover := standing.pop("insurance", None):
        facts = {"name": "Public liability", "cover": Decimal(cover), "issuer": "Hollow Oak Mutual (invented)"}
        yield Paper.Kind.INSURANCE, {**facts, "expires_on": _day(now, INSURED_FOR)}
    for kind, key in ((Paper.Kind.CERTIFICATE, "certificates"), (Paper.Kind.REGISTRATION, "registrations")):
        for name in standing.pop(key, []):
            yield kind, {"name": name}
    for paper in standing.pop("papers", []):
        facts = {name: words for name, words in paper.items() if name not in ("kind", "days", "cover")}
        if "cover" in paper:
            facts["cover"] = Decimal(paper["cover"])
        yield Paper.Kind(paper["kind"]), {**facts, "expires_on": _day(now, paper["days"])}


def _day(now: datetime, days: int) -> date:
    """So many days after."""
    return now.astimezone(UK).date() + timedelta(days=days)


def sign_ins() -> list[SignIn]:
    """Everybody one can sign in as, one row for each organisation they belong to."""
    said = told("cast")
    rows = []
    for authority in said["authorities"]:
        for one in authority["staff"]:
            labels = [Role(role).label for role in one["roles"]]
            rows.append(SignIn(one["name"], one["email"], ", ".join(labels), authority["name"]))
    for provider in said["providers"].values():
        for one in provider["members"]:
            labels = [MemberRole(role).label for role in one["roles"] or provider_actions.FIRST_ROLES]
            rows.append(SignIn(one["name"], one["email"], ", ".join(labels), provider["name"]))
    return rows


def waiting() -> list[tuple[str, str]]:
    """What waits to be done on the day the story is played: the e-mail address of somebody who can, and what."""
    return [(one["email"], one["what"]) for one in told("cast")["waiting"]]
