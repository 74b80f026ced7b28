"""Each thing that can be wrong with a chart is found and said at its step; loops are not wrong."""

import pytest

from disclosure.flowcharts.chart import Chart, Step, Way
from disclosure.flowcharts.checks import faults_of
from disclosure.flowcharts.measure import balanced, text_width, wrap


def chart(*steps):
    return Chart("图", steps)


START, END = Step("s", "start", "开始", ways=(Way(),)), Step("e", "end", "结束")
ACT = Step("a", "action", "办理", ways=(Way(),))


def ask(*ways, key="d"):
    return Step(key, "decision", "符合吗", ways=tuple(Way(*way) for way in ways))


CASES = {
    "no_steps": (chart(), None),
    "no_start": (chart(ACT, END), None),
    "second_start": (chart(START, START, END), 1),
    "no_end": (chart(START, ACT), None),
    "no_text": (chart(START, Step("a", "action", " ", ways=(Way(),)), END), 1),
    "no_unit": (chart(START, Step("a", "action", "办理", limit=5, ways=(Way(),)), END), 1),
    "no_limit": (chart(START, Step("a", "action", "办理", unit="working", ways=(Way(),)), END), 1),
    "few_branches": (chart(START, ask(("是", "")), END), 1),
    "no_condition": (chart(START, ask(("是", ""), (" ", "s")), END), 1),
    "same_condition": (chart(START, ask(("是", ""), ("是", "s")), END), 1),
    "no_target": (chart(START, ask(("是", ""), ("否", "gone")), END), 1),
    "unreachable": (chart(Step("s", "start", "开始", ways=(Way("", "e"),)), ACT, END), 1),
    "dead_end": (chart(START, ask(("是", "e"), ("否", "a")), END, ACT), 3),
    "no_next": (chart(START, END, ask(("是", "e"), ("否", ""))), 2),
    "endless": (chart(START, ask(("是", "e"), ("否", "")), Step("a", "action", "绕圈", ways=(Way("", "a"),)), END), 2),
    "too_many": (chart(START, *([ACT] * 70), END), None),
}


@pytest.mark.parametrize("code", CASES)
def test_fault_is_found_at_its_step(code):
    given, place = CASES[code]
    found = [fault for fault in faults_of(given) if fault.code == code]
    assert found
    assert found[0].place == place
    if place is not None:
        assert f"第{place + 1}步" in found[0].message


def test_a_whole_chart_with_a_loop_has_no_fault():
    assert faults_of(chart(START, ACT, ask(("齐全", ""), ("不齐全", "a")), END)) == []


def test_several_ends_and_a_step_that_two_lead_to_are_fine():
    steps = (START, ask(("是", ""), ("否", "x")), ACT, END, Step("x", "end", "不予受理"))
    assert faults_of(chart(*steps)) == []


def test_one_lost_way_is_named_once_and_not_at_every_step_behind_it():
    lost = Step("a", "action", "办理", ways=(Way("", "gone"),))
    found = faults_of(chart(START, lost, Step("b", "action", "复核", ways=(Way(),)), ACT, END))
    assert [(fault.code, fault.place) for fault in found] == [("no_target", 1), ("unreachable", 2)]
    assert "它后面还有2步也因此走不到" in found[1].message


def test_a_circle_that_nothing_leads_to_is_named_where_it_begins():
    ring = (Step("a", "action", "甲", ways=(Way("", "b"),)), Step("b", "action", "乙", ways=(Way("", "a"),)))
    found = faults_of(chart(Step("s", "start", "开始", ways=(Way("", "e"),)), *ring, END))
    assert [fault.place for fault in found if fault.code == "unreachable"] == [1]
    assert {fault.place for fault in found if fault.code == "endless"} == {1, 2}
    assert "只有同样走不到的步骤通到这里" in found[0].message


def test_a_name_is_cut_only_where_that_saves_something():
    def named(count):
        return chart(Step("a", "action", "办" * count)).named(0)

    assert named(24) == f"第1步“{'办' * 24}”"
    assert named(25) == f"第1步“{'办' * 20}…”"


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("受理投诉、举报，登记在案。", 60),
        ("GB/T 37668-2019 标准", 80),
        ("国办发〔2018〕118号", 70),
        ("Supercalifragilistic", 50),
    ],
)
def test_wrapped_lines_fit_and_lose_nothing(text, width):
    lines = wrap(text, 15, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert text_width(line, 15) <= width
        assert line[0] not in "、，。〕）"
        assert line[-1] not in "〔（"


def test_no_single_character_is_left_on_the_last_line():
    lines = balanced("承办机构备齐送审材料了", 15, 152)
    assert len(lines) == 2
    assert min(map(len, lines)) > 3
