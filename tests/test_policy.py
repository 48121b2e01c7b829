"""An authority's figures: files, dates, who may set them, and what is kept of it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from commissioning import tenders
from commissioning.authorities import actions
from commissioning.authorities.models import PolicyRow
from commissioning.authorities.policy import (
    FIGURES,
    MOST_VALUES,
    PolicyFileFaults,
    PolicyValue,
    from_day,
    in_force,
    order_faults,
    read_policy,
    shipped_policies,
    value_fault,
)
from commissioning.authorities.reports import policy_in_force, value_words
from commissioning.tenders.proportionality import check, unanswered
from commissioning.tenders.reports.findings import check_of
from commissioning.tenders.tenderfile import Criterion, CriterionKind, TenderFile, read
from glossary.words import Benefit
from socialvalue.audit.models import AuditRecord
from socialvalue.refusals import Refused
from tests.play_tenders import draft_tender, published_tender

TODAY = date(2026, 12, 2)
SOURCE = "Cabinet decision of 1 December 2026"


def policy_file(*values: dict, **changes: object) -> str:
    return json.dumps({"format": "socialvalue-policy/1", "name": "Ours", "values": list(values)} | changes)


def one(**changes: object) -> dict:
    return {"key": "period.days", "value": "35", "since": "2026-12-02", "source": SOURCE} | changes


def shipped(name: str) -> tuple[str, list[PolicyValue]]:
    return read_policy(shipped_policies()[name])


def set_days(cast, now, text="35", *, since=TODAY, by=None, source=SOURCE):
    return actions.set_figure(
        cast.county, "period.days", text, since=since, source=source, by=by or cast.admin, now=now
    )


def test_the_defaults_as_a_file_carry_every_default_with_its_source():
    name, values = shipped("defaults")
    assert name == "Defaults of this portal"
    assert [(value.key, value.text, value.source) for value in values] == [
        (figure.key, figure.default, figure.source) for figure in FIGURES.values()
    ]
    assert [value_fault(FIGURES[value.key], value.text) for value in values] == [""] * len(values)


def test_bradfords_published_rules_are_five_figures():
    name, values = shipped("bradford")
    assert name == "Bradford Council’s published rules"
    assert {value.key: value.text for value in values} == {
        "social_value.from": "100000",
        "questions.small": "6",
        "questions.medium": "6",
        "questions.large": "6",
        "benefits.needed": "employment_creation youth_employment training_volunteering",
    }
    assert {(value.source, value.since) for value in values} == {
        ("Bradford Council, published social value policy, read on 22 November 2026", date(2026, 11, 22))
    }
    policy = in_force(name, values, TODAY)
    assert policy.benefits("benefits.needed") == {
        Benefit.EMPLOYMENT_CREATION,
        Benefit.YOUTH_EMPLOYMENT,
        Benefit.TRAINING_VOLUNTEERING,
    }
    assert policy.number("turnover.times") == 2


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["file: It is not JSON: Expecting value, line 1, column 1."]),
        (b"\xff\xfe", ["file: It is not UTF-8 text: byte 0 does not fit."]),
        ("[" * 100_000, ["file: It is nested too deeply, or holds a number that cannot be read."]),
        ("x" * 200_001, ["file: It is larger than 200 KB."]),
        ("[]", ["file: It must be an object in curly brackets."]),
        ("{}", ["format: It is missing.", "name: It is missing.", "values: It is missing."]),
        (policy_file(format="tender/1"), ['format: It must be "socialvalue-policy/1".']),
        (policy_file(name="  "), ["name: It must be one line of text of 1 to 150 characters."]),
        (policy_file(values={}), ["values: It must be a list in square brackets."]),
        (policy_file(extra=1), ['"extra": A policy file has no such key here.']),
        (policy_file(7), ["values[0]: It must be an object in curly brackets."]),
        (policy_file(one(note="x")), ['values[0]."note": A policy file has no such key here.']),
        (policy_file({"key": "period.days", "value": "35", "source": SOURCE}), ["values[0].since: It is missing."]),
        (policy_file(one(key="period.weeks")), ['values[0].key: There is no figure called "period.weeks".']),
        (policy_file(one(value=35)), ["values[0].value: It must be text in quotes."]),
        (policy_file(one(value="35.5")), ["values[0].value: It must be a whole number."]),
        (policy_file(one(value="366")), ["values[0].value: It must be from 0 to 365."]),
        (
            policy_file(one(value="NaN")),
            ['values[0].value: It must be plain digits with at most two after the point, such as "12" or "12.5".'],
        ),
        (policy_file(one(since="2.12.2026")), ['values[0].since: It must be a day in quotes, such as "2027-04-01".']),
        (policy_file(one(since="2026-02-30")), ['values[0].since: It must be a day in quotes, such as "2027-04-01".']),
        (policy_file(one(since="1066-10-14")), ["values[0].since: The year must be from 1990 to 2199."]),
        (policy_file(one(source="")), ["values[0].source: It must be one line of text of 1 to 300 characters."]),
        (policy_file(one(source="a\0b")), ["values[0].source: It must be one line of text of 1 to 300 characters."]),
        (policy_file(one(), one(value="40")), ["values[1]: The figure period.days comes twice with the same day."]),
        (policy_file(*[one()] * (MOST_VALUES + 1)), ["file: It holds 501 values. The most is 500."]),
        (policy_file(one(key="words.per_hour", value="0")), ["values[0].value: It must be from 1 to 10000."]),
        (
            policy_file(one(key="weight.small.least", value="12")),
            ["values: “Small contract: least weight” is 12, above “Small contract: most weight”, which is 10."],
        ),
        (
            '{"format": "socialvalue-policy/1", "name": "A", "name": "B", "values": []}',
            ['"name": The key comes more than once.'],
        ),
    ],
)
def test_every_fault_of_a_policy_file_is_named_with_its_place(text, faults):
    with pytest.raises(PolicyFileFaults) as refused:
        read_policy(text)
    assert refused.value.faults == faults


def test_benefits_are_known_words_each_once():
    figure = FIGURES["benefits.needed"]
    fault = value_fault(figure, "jobs")
    assert fault.startswith("It must be any of these, each once, with one space between: employment_creation, ")
    assert [value_fault(figure, text) for text in ("", "crime_reduction youth_employment")] == ["", ""]
    assert [value_fault(figure, text) for text in ("crime_reduction crime_reduction", " crime_reduction")] == [
        fault
    ] * 2


def test_the_newest_day_that_has_come_wins_and_of_one_day_the_last_row():
    def value(text, day):
        return PolicyValue(key="period.days", text=text, since=day, source=SOURCE)

    values = [
        value("40", TODAY),
        value("31", TODAY - timedelta(days=9)),
        value("50", date(2027, 4, 1)),
        value("45", TODAY),
    ]
    days = {
        day: in_force("Ours", values, day).text("period.days") for day in (date(2026, 11, 1), TODAY, date(2027, 4, 1))
    }
    assert days == {date(2026, 11, 1): "30", TODAY: "45", date(2027, 4, 1): "50"}
    taken = from_day(values, date(2027, 1, 4))
    assert [(one.text, one.since) for one in taken] == [("45", date(2027, 1, 4)), ("50", date(2027, 4, 1))]


def test_values_are_written_with_their_unit():
    written = {key: value_words(FIGURES[key], FIGURES[key].default) for key in FIGURES}
    shown = ("band.small", "weight.small.least", "questions.small", "benefits.needed", "hours.per_document")
    assert [written[key] for key in shown] == ["£100,000", "5%", "3", "None asked for", "1 hour"]
    assert [written[key] for key in ("turnover.times", "period.days", "reading.age")] == [
        "2 times",
        "30 days",
        "14 years",
    ]
    assert value_words(FIGURES["benefits.needed"], "crime_reduction youth_employment") == (
        "Less crime and anti-social behaviour or Jobs for young people"
    )


def test_a_figure_holds_from_its_day_and_both_values_are_kept(cast, now, django_assert_num_queries):
    set_days(cast, now, "35", since=date(2027, 1, 4))
    set_days(cast, now, "40", since=date(2027, 1, 4))
    with django_assert_num_queries(1):
        assert policy_in_force(cast.county, date(2027, 1, 3)).number("period.days") == 30
    later = policy_in_force(cast.county, date(2027, 1, 4))
    assert (later.name, later.number("period.days"), later.source("period.days")) == (
        "Hertfordshire County Council",
        40,
        SOURCE,
    )
    assert policy_in_force(cast.other_authority, date(2027, 1, 4)).number("period.days") == 30
    assert [str(row) for row in AuditRecord.objects.history_of(cast.county)] == [
        f"Ada Administrator set “Fewest days to bid without a warning” to {after} from Monday 4 January 2027. "
        f"Before: {before}. Source: {SOURCE}."
        for before, after in (("30 days", "35 days"), ("35 days", "40 days"))
    ]


def test_a_tender_that_is_published_keeps_the_figures_of_that_moment(cast, now):
    actions.set_figure(cast.county, "words.per_hour", "200", since=TODAY, source=SOURCE, by=cast.admin, now=now)
    tender = published_tender(cast, now)
    draft = draft_tender(cast, now)
    an_hour_later = now + timedelta(hours=1)
    before = check_of(tender, an_hour_later).effort.hours
    actions.set_figure(
        cast.county, "words.per_hour", "100", since=TODAY, source=SOURCE, by=cast.admin, now=an_hour_later
    )
    assert check_of(tender, an_hour_later).effort.hours == before
    assert check_of(draft, an_hour_later).effort.hours > before


def test_a_row_is_never_changed_or_removed(cast, now):
    row = set_days(cast, now)
    for change in (
        lambda: PolicyRow.objects.filter(pk=row.pk).update(text="1"),
        lambda: PolicyRow.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert PolicyRow.objects.get().text == "35"


def test_only_an_administrator_of_the_authority_sets_figures(cast, now):
    succeeded = set()
    for person in ("commissioner", "procurement", "auditor", "admin", "other_procurement", "owner", "stranger"):
        try:
            set_days(cast, now, by=getattr(cast, person))
        except Refused:
            continue
        succeeded.add(person)
    assert succeeded == {"admin"}
    with pytest.raises(Refused, match="Only an administrator of"):
        actions.adopt_policy(cast.county, "Ours", [], by=cast.commissioner, now=now)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "1.5"}, "Fewest days to bid without a warning: It must be a whole number."),
        ({"source": "  "}, "Say where the figure comes from, in at most 300 characters."),
        ({"source": "x" * 301}, "Say where the figure comes from, in at most 300 characters."),
        (
            {"since": TODAY - timedelta(days=1)},
            "Choose today or a later day. Tenders were published under the figures of the days before.",
        ),
        ({"since": date(2032, 1, 1)}, "Choose a day in the next 5 years."),
    ],
)
def test_what_no_figure_can_be_is_refused(cast, now, changes, said):
    with pytest.raises(Refused) as refused:
        set_days(cast, now, **changes)
    assert refused.value.problems == [said]
    assert not PolicyRow.objects.exists()


def test_the_same_again_and_a_figure_that_is_none_are_refused(cast, now):
    set_days(cast, now)
    with pytest.raises(Refused, match="This figure has this value, day and source already"):
        set_days(cast, now)
    with pytest.raises(Refused, match="There is no figure called “nothing”"):
        actions.set_figure(cast.county, "nothing", "1", since=TODAY, source=SOURCE, by=cast.admin, now=now)


def test_two_figures_that_no_tender_could_meet_are_refused_on_every_day_to_come(cast, now):
    later = date(2027, 4, 1)
    actions.set_figure(cast.county, "weight.small.most", "8", since=later, source=SOURCE, by=cast.admin, now=now)
    with pytest.raises(Refused) as refused:
        actions.set_figure(cast.county, "weight.small.least", "9", since=TODAY, source=SOURCE, by=cast.admin, now=now)
    assert refused.value.problems == [
        "“Small contract: least weight” is 9, above “Small contract: most weight”, which is 8."
    ]
    assert order_faults(policy_in_force(cast.county, later)) == []


def test_a_policy_is_adopted_whole_and_what_it_does_not_name_stays(cast, now):
    set_days(cast, now)
    name, values = shipped("bradford")
    rows = actions.adopt_policy(cast.county, name, from_day(values, TODAY), by=cast.admin, now=now)
    assert len(rows) == 5
    policy = policy_in_force(cast.county, TODAY)
    assert (policy.number("questions.small"), policy.number("period.days")) == (6, 35)
    assert str(AuditRecord.objects.history_of(cast.county).last()) == (
        "Ada Administrator adopted “Bradford Council’s published rules”: 5 figures. Changed: "
        "Social value is asked for from, £0 to £100,000 from 2 Dec 2026; "
        "Small contract: most social value questions, 3 to 6 from 2 Dec 2026; "
        "Large contract: most social value questions, 10 to 6 from 2 Dec 2026; "
        "At least one question on one of these, None asked for to Creating jobs, Jobs for young people or Training and "
        "volunteering from 2 Dec 2026."
    )
    with pytest.raises(Refused, match="Everything in this policy holds already"):
        actions.adopt_policy(cast.county, name, from_day(values, TODAY), by=cast.admin, now=now)
    name, values = shipped("defaults")
    actions.adopt_policy(cast.county, name, from_day(values, TODAY), by=cast.admin, now=now)
    assert policy_in_force(cast.county, TODAY).number("questions.small") == 3


def test_one_wrong_value_leaves_the_whole_policy_out(cast, now):
    name, values = shipped("bradford")
    values = from_day(values, TODAY)
    wrong = [*values[:-1], replace(values[-1], text="jobs")]
    with pytest.raises(Refused, match="It must be any of these"):
        actions.adopt_policy(cast.county, name, wrong, by=cast.admin, now=now)
    assert not PolicyRow.objects.exists()


def sample(name: str) -> TenderFile:
    return read((Path(tenders.__file__).parent / "samples" / f"{name}.json").read_bytes())


def social_value(tender: TenderFile, change: Callable[[Criterion], Criterion | None]) -> TenderFile:
    """The tender with its social value criterion changed, or taken out."""
    changed = [change(one) if one.kind is CriterionKind.SOCIAL_VALUE else one for one in tender.criteria]
    return replace(tender, criteria=tuple(one for one in changed if one))


def asked_twice(criterion: Criterion) -> Criterion:
    """Each of its questions once more, as Bradford's limit is on their number."""
    more = tuple(replace(question, id=f"{question.id}-more") for question in criterion.questions)
    return replace(criterion, questions=criterion.questions + more)


def without_jobs(criterion: Criterion) -> Criterion:
    """Its questions, none of them on work or skills."""
    questions = (replace(question, benefit=Benefit.COMMUNITY_IMPROVEMENT) for question in criterion.questions)
    return replace(criterion, questions=tuple(questions))


BRADFORD = "Bradford Council, published social value policy, read on 22 November 2026"
DEFAULT = "Default of this portal"
JOBS = "creating jobs, jobs for young people or training and volunteering"
SVA = "Public Services (Social Value) Act 2012, s.1"


@pytest.mark.parametrize(
    ("name", "change", "only_defaults", "only_bradford"),
    [
        ("school-works", asked_twice, [("proportion.questions", "warn", "6 questions", DEFAULT)], []),
        (
            "design-and-build",
            asked_twice,
            [("proportion.questions", "warn", "12 questions", DEFAULT)],
            [("proportion.questions", "warn", "12 questions", BRADFORD)],
        ),
        ("design-and-build", without_jobs, [], [("balance.benefits", "warn", JOBS, BRADFORD)]),
        (
            "school-works",
            lambda criterion: None,
            [
                ("proportion.weight", "warn", "0%", SVA),
                ("balance.strands", "stop", "economic or environmental", f"{SVA}(3)"),
            ],
            [],
        ),
    ],
)
def test_two_policies_side_by_side_on_one_tender_differ_only_in_data(name, change, only_defaults, only_bradford):
    tender = social_value(sample(name), change)
    defaults, bradford = (checked(tender, policy) for policy in ("defaults", "bradford"))
    assert [line for line in defaults if line not in bradford] == only_defaults
    assert [line for line in bradford if line not in defaults] == only_bradford


def checked(tender: TenderFile, policy: str) -> list[tuple[str, str, str, str]]:
    """What a shipped policy finds in a tender: id, severity, words and source."""
    title, values = shipped(policy)
    findings = check(tender, today=TODAY, policy=in_force(title, values, TODAY))
    return [(finding.id, finding.severity.value, finding.words, finding.source) for finding in findings]


def test_who_drops_work_and_skills_under_bradfords_rules_records_why():
    tender = social_value(sample("design-and-build"), without_jobs)
    title, values = shipped("bradford")
    findings = check(tender, today=TODAY, policy=in_force(title, values, TODAY))
    assert [finding.id for finding in unanswered(tender, findings)] == ["balance.benefits"]
    answered = replace(tender, reasons={"balance.benefits": "The director of housing approved it on 1 December 2026."})
    assert unanswered(answered, findings) == []
