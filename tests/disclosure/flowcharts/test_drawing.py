"""Any chart at all is drawn: nothing overlaps, every way is there, nothing crashes, and it is quick."""

import time
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import settings as rounds
from hypothesis import strategies as st

from disclosure.demo.flowcharts import SAMPLES, stream_of
from disclosure.flowcharts import svg
from disclosure.flowcharts.blocks import StepsBlock, chart_of
from disclosure.flowcharts.chart import Chart, Step, StepKind, Way
from disclosure.flowcharts.checks import faults_of
from disclosure.flowcharts.column import column
from disclosure.flowcharts.drawn import draw, for_paper
from disclosure.flowcharts.folded import folded
from disclosure.flowcharts.layered import layered
from disclosure.flowcharts.measure import text_width
from disclosure.flowcharts.shapes import SMALL
from disclosure.flowcharts.svg import to_svg

KINDS = [kind.value for kind in StepKind]
WORDS = st.text(max_size=60) | st.text("审核材料是否齐全告知当事人，。（）《》1aW", max_size=60)
SVG = "{http://www.w3.org/2000/svg}"


@st.composite
def charts(draw_, most=14):
    """Charts of any shape: loops, steps that lead to themselves, missing targets, islands, any characters."""
    total = draw_(st.integers(1, most))
    targets = st.sampled_from(["", "gone", *(f"k{number}" for number in range(total))])
    steps = []
    for number in range(total):
        kind = draw_(st.sampled_from(KINDS))
        count = {"end": 0, "decision": draw_(st.integers(0, 5))}.get(kind, 1)
        ways = tuple(Way(draw_(WORDS)[:30] if kind == "decision" else "", draw_(targets)) for _ in range(count))
        limit = draw_(st.none() | st.integers(1, 3650))
        steps.append(
            Step(f"k{number}", kind, draw_(WORDS), draw_(WORDS)[:40], limit, draw_(st.sampled_from(["", "working", "calendar"])),
                 draw_(WORDS), ways)
        )  # fmt: skip
    return Chart(draw_(WORDS), tuple(steps))


def touching(a, b):
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.bottom and b.y < a.bottom


def check(drawing, chart):
    boxes = drawing.boxes
    assert [box.place for box in boxes] == list(range(len(chart.steps)))
    for place, box in enumerate(boxes):
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= drawing.width
        assert box.bottom <= drawing.height
        assert not any(touching(box, other) for other in boxes[place + 1 :])
        for line in box.lines:
            assert line.width <= box.width, line
    assert [(line.edge.source, line.edge.target, line.edge.way) for line in drawing.lines] == [
        (edge.source, edge.target, edge.way) for edge in chart.edges
    ]
    for line in drawing.lines:
        source, target = boxes[line.edge.source], boxes[line.edge.target]
        for point, box in ((line.points[0], source), (line.points[-1], target)):
            assert box.x - 0.2 <= point[0] <= box.x + box.width + 0.2
            assert box.y - 0.2 <= point[1] <= box.bottom + 0.2
        for (ax, ay), (bx, by) in zip(line.points, line.points[1:], strict=False):
            assert abs(ax - bx) < 0.1 or abs(ay - by) < 0.1, line
            for box in boxes:
                if box.place in (line.edge.source, line.edge.target):
                    continue
                across = max(ax, bx) > box.x + 1 and min(ax, bx) < box.x + box.width - 1
                assert not (across and max(ay, by) > box.y + 1 and min(ay, by) < box.bottom - 1), (line, box)
        for number, text in enumerate(line.label):
            y = line.label_y + 18 * number
            width = text_width(text, SMALL)
            left = line.label_x - {"middle": width / 2, "end": width, "start": 0}[line.anchor]
            for box in boxes:
                inside = left < box.x + box.width - 1 and left + width > box.x + 1
                assert not (inside and y + 7 > box.y and y - 7 < box.bottom), (text, box)


@rounds(max_examples=120)
@given(charts())
def test_boxes_do_not_overlap_and_every_way_is_drawn(chart):
    faults_of(chart)
    for drawing in (layered(chart), column(chart)):
        check(drawing, chart)
        root = ElementTree.fromstring(to_svg(drawing, chart, "x", standalone=True))
        assert len(root.findall(f".//{SVG}g[@data-way]")) == len(chart.edges)
        assert len(root.findall(f".//{SVG}g[@data-step]")) == len(chart.steps)
        assert {item.tag for item in root.iter()} <= {
            f"{SVG}{name}" for name in ("svg", "title", "desc", "rect", "text", "g", "path", "polygon")
        }


def is_within(box, point):
    return box.x - 0.2 <= point[0] <= box.x + box.width + 0.2 and box.y - 0.2 <= point[1] <= box.bottom + 0.2


@rounds(max_examples=80)
@given(charts(), st.sampled_from([2, 3]))
def test_in_columns_every_way_is_drawn_or_names_the_step_that_it_leads_to(chart, count):
    drawing = folded(chart, column(chart), count)
    if drawing is None:
        assert len(chart.steps) < 2 * count
        return
    boxes = drawing.boxes
    assert [box.place for box in boxes] == list(range(len(chart.steps)))
    assert not any(touching(box, other) for place, box in enumerate(boxes) for other in boxes[place + 1 :])
    assert {(line.edge.source, line.edge.way) for line in drawing.lines} == {(e.source, e.way) for e in chart.edges}
    for line in drawing.lines:
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in line.points), line
        assert is_within(boxes[line.edge.source], line.points[0])
        named = f"转第{line.edge.target + 1}步" in "".join(line.label)
        # Of several ways to the next step one carries the words of all.
        beside = any(other.label for other in drawing.lines if other.points == line.points)
        assert is_within(boxes[line.edge.target], line.points[-1]) or named or beside, line


def test_a_long_chart_stands_on_paper_in_columns_and_a_short_one_as_on_the_screen():
    kinds = {
        sample.code: draw(chart_of(sample.title, StepsBlock().to_python(stream_of(sample.lines)))) for sample in SAMPLES
    }
    long, short = kinds["CF-PT"], kinds["CF-JY"]
    assert "flow--print-folded" in long.look
    assert "转第16步" in long.folded
    assert "flow--print-folded" not in short.look
    assert short.folded == ""


@rounds(max_examples=40)
@given(charts())
def test_the_same_chart_is_always_drawn_the_same(chart):
    """The library under the drawing answers in another order at every call: equal drawings are asked for several times."""
    first = draw(chart)
    assert not [again for again in range(4) if draw(Chart(chart.title, tuple(chart.steps))) != first]


def large(total=50):
    """Fifty steps, every third a decision that jumps on and back."""
    steps = [Step("s", "start", "开始", ways=(Way(),))]
    for number in range(1, total - 1):
        if number % 3:
            steps.append(
                Step(
                    f"k{number}", "action", "办理这一环节的事项并制作文书", "承办机构", 5, "working", "审批表", (Way(),)
                )
            )
        else:
            ways = (
                Way("符合条件"),
                Way("不符合", f"k{(number * 7) % total}"),
                Way("需要补正", f"k{max(number - 5, 1)}"),
            )
            steps.append(Step(f"k{number}", "decision", "是否符合法定的条件", ways=ways))
    return Chart("五十步", (*steps, Step("e", "end", "结束")))


def test_fifty_steps_are_drawn_within_two_hundred_milliseconds():
    chart = large()
    spent = []
    for _ in range(5):
        start = time.process_time()
        draw(chart)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.2


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.code)
def test_each_demo_chart_is_whole_readable_on_a_phone_and_fits_one_sheet(sample):
    chart = chart_of(sample.title, StepsBlock().to_python(stream_of(sample.lines)))
    assert faults_of(chart) == []
    narrow, wide = column(chart), layered(chart)
    check(narrow, chart)
    check(wide, chart)
    assert narrow.width <= 350  # 390 px less the page's own margins
    printed = for_paper(chart, wide, narrow)[1] or max(
        wide, narrow, key=lambda found: min(673 / found.width, 850 / found.height)
    )
    scale = min(673 / printed.width, 850 / printed.height)
    assert scale * SMALL * 0.75 >= 7, "smaller than 7 pt on A4"


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("paper", [svg.PAPER, *svg.FILLS.values()])
def test_text_is_dark_on_light_with_enough_contrast(paper):
    assert (luminance(paper) + 0.05) / (luminance(svg.INK) + 0.05) >= 4.5
    assert (luminance(paper) + 0.05) / (luminance(svg.LINE) + 0.05) >= 4.5


def test_every_step_kind_has_a_shape_of_its_own():
    steps = tuple(Step(kind, kind, "内容", ways=(Way(),)) for kind in KINDS)
    root = ElementTree.fromstring(to_svg(column(Chart("图", steps)), Chart("图", steps), "x"))
    shapes = {
        item.get("class").split()[-1]: item.tag.removeprefix(SVG)
        for item in root.iter()
        if "flow__box--" in item.get("class", "")
    }
    assert shapes == {
        "flow__box--start": "rect", "flow__box--action": "rect", "flow__box--decision": "polygon",
        "flow__box--document": "path", "flow__box--end": "rect",
    }  # fmt: skip
