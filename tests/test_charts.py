"""Charts: the picture and the table beside it say the same, without style or script."""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from socialvalue import charts
from socialvalue.ui.samples import sample_charts

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("drawing", sample_charts(), ids=lambda drawing: drawing.title)
def test_every_chart_is_a_named_image_of_attributes_alone(drawing):
    root = ElementTree.fromstring(drawing.svg)
    assert root.get("role") == "img"
    named = {element.get("id"): element.text for element in root if element.tag in {f"{SVG}title", f"{SVG}desc"}}
    title, description = (named[name] for name in root.get("aria-labelledby").split())
    assert title == drawing.title and description
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "g", "rect", "text", "line", "circle", "path", "polyline"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert "style" not in attributes and not any(name.startswith("on") for name in attributes)
    assert {len(row) for row in drawing.rows} == {len(drawing.headers)}


@pytest.mark.parametrize("drawing", sample_charts(), ids=lambda drawing: drawing.title)
def test_nothing_is_drawn_outside_the_picture(drawing):
    root = ElementTree.fromstring(drawing.svg)
    for element in root.iter(f"{SVG}rect"):
        if "y" in element.attrib and "x" in element.attrib:
            assert 0 <= float(element.get("x")) + float(element.get("width")) <= charts.WIDTH


def test_the_same_figures_give_the_same_picture_in_every_process():
    first, second = sample_charts(), sample_charts()
    assert first == second
    assert 'id="bars-' in first[0].svg
    assert re.search(r'id="bars-(\d+)-title"', first[0].svg)[1] == "2895887349"


def test_bars_are_in_proportion():
    drawing = charts.bars("Weights", [charts.Bar("A", Decimal(60)), charts.Bar("B", Decimal(30))], unit="%")
    widths = [float(width) for width in re.findall(r'<rect x="236" y="2" width="([\d.]+)"', drawing.svg)]
    assert widths == [charts.PLOT, charts.PLOT / 2]
    assert drawing.rows == (("A", "60"), ("B", "30"))
    assert "A: 60%; B: 30%" in drawing.svg


def test_stacks_add_up():
    drawing = charts.stacks(
        "Totals", ["Quality", "Price"], [charts.Stack("A", (Decimal("33.335"), Decimal(40)))], most=Decimal(100)
    )
    assert drawing.headers == ("Bid", "Quality", "Price", "Total")
    assert drawing.rows == (("A", "33.34", "40.00", "73.34"),)
    assert drawing.numbers == "2 3 4"


def test_a_spread_stands_on_the_scale_and_says_how_far_apart_it_is():
    drawing = charts.spreads("Marks", [charts.Spread("Q1", (Decimal(0), Decimal(5), Decimal(5)))], most=Decimal(5))
    circles = re.findall(r'<circle cx="([\d.]+)" cy="(\d+)"', drawing.svg)[:3]  # then the key's
    assert [float(x) for x, _ in circles] == [charts.LEFT, charts.LEFT + charts.PLOT, charts.LEFT + charts.PLOT]
    assert circles[1][1] != circles[2][1]  # two equal marks are two dots
    assert drawing.rows == (("Q1", "0, 5 and 5", "5", "Not yet"),)


def test_progress_without_a_return_says_so():
    drawing = charts.progress("Jobs", [], [charts.Point(date(2028, 4, 1), Decimal(8))], unit="people")
    assert "The target is 8 people by 1 Apr 2028. Reached: nothing yet, in 0 returns." in drawing.svg
    assert drawing.rows == (("1 Apr 2028", "8", ""),)


def test_names_from_people_are_escaped_in_the_picture():
    drawing = charts.bars("Weights <b>", [charts.Bar("<script>", Decimal(1))])
    assert "<script>" not in drawing.svg and "<b>" not in drawing.svg
    ElementTree.fromstring(drawing.svg)


def test_all_nil_draws_nothing_and_divides_by_nothing():
    drawing = charts.bars("Weights", [charts.Bar("A", Decimal(0))])
    assert drawing.rows == (("A", "0"),)


def test_a_chart_on_a_page_always_has_its_table():
    for show in ("True", "False"):
        html = Template("{% load components %}{% chart drawing show_table=" + show + " %}").render(
            Context({"drawing": sample_charts()[0]})
        )
        assert html.count("<table") == 1 and html.count("<svg") == 1
        assert ("<details" in html) is (show == "False")


def test_lines_cross_where_their_figures_do_and_marked_places_stand_between():
    drawing = charts.lines(
        "Totals",
        [Decimal(5), Decimal(30)],
        [charts.Stack("A", (Decimal(70), Decimal(90))), charts.Stack("B", (Decimal(80), Decimal(80)))],
        of="Weight",
        unit="%",
        marked=[Decimal("17.5")],
    )
    assert re.findall(r'<polyline points="([^"]+)"', drawing.svg) == ["60.0,220.0 660.0,30.0", "60.0,125.0 660.0,125.0"]
    assert "translate(360.0 0)" in drawing.svg
    assert drawing.rows == (("5%", "70.00", "80.00"), ("30%", "90.00", "80.00"))
