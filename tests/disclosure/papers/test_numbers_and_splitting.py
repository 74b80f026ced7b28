"""Chinese numerals, numbering, and splitting a pasted text: nothing typed is ever lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.papers.numerals import MOST, from_chinese, to_chinese
from disclosure.papers.outline import Row, contents, flaws, number_anew, number_missing, with_anchors
from disclosure.papers.splitting import MOST_CHARACTERS, TooLong, essence, split

TEXT = """示例办法
（2026年1月5日印发）

第一章　总则
第一条　为了公开，制定本办法。
第二条　本办法适用于本局。
依照第一条第二款规定执行的，
（一）甲；
第二章
公示
第三条　各单位负责。第四条　自印发之日起施行。
"""


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百"), (101, "一百零一"), (110, "一百一十"),
     (111, "一百一十一"), (1001, "一千零一"), (1010, "一千零一十"), (9999, "九千九百九十九")],
)  # fmt: skip
def test_numbers_are_written_as_regulations_write_them(number, text):
    assert to_chinese(number) == text


@given(st.integers(1, MOST))
def test_every_number_is_read_back(number):
    assert from_chinese(to_chinese(number)) == number
    assert from_chinese(str(number)) == number


@pytest.mark.parametrize("text", ["", "零", "0", "甲", "十十", "10000", "一万", "百一百"])
def test_what_is_no_number_is_none(text):
    assert from_chinese(text) is None


@pytest.mark.parametrize("number", [0, -1, MOST + 1])
def test_numbers_out_of_range_are_refused(number):
    with pytest.raises(ValueError, match="not between"):
        to_chinese(number)


def test_a_text_becomes_chapters_and_articles():
    found = split(TEXT)
    assert found.preamble == "示例办法\n（2026年1月5日印发）"
    assert [(row.kind, row.name, row.text) for row in found.rows] == [
        ("chapter", "第一章", "总则"),
        ("article", "第一条", "为了公开，制定本办法。"),
        ("article", "第二条", "本办法适用于本局。\n依照第一条第二款规定执行的，\n（一）甲；"),
        ("chapter", "第二章", "公示"),
        ("article", "第三条", "各单位负责。"),
        ("article", "第四条", "自印发之日起施行。"),
    ]
    assert not list(flaws(found.rows))


@pytest.mark.parametrize(
    "line",
    [
        "第三条第二款规定的，从其规定。",
        "第三条规定的情形除外。",
        "第三条、第四条同时适用。",
        "第二章的规定同样适用。",
        "第三条所称单位",
    ],
)
def test_a_mention_of_an_article_begins_none(line):
    found = split(f"第一条　甲。\n第二条　乙。\n{line}\n第三条　丙。")
    assert [row.name for row in found.rows] == ["第一条", "第二条", "第三条"]
    assert line in found.rows[1].text


def test_other_ways_of_writing_numbers_are_read():
    found = split("第1条 甲\n第 2 条　乙\n第３条 丙\n第三条之一 丁\n第四条没有空格。")
    assert [row.name for row in found.rows] == ["第一条", "第二条", "第三条", "第三条之一", "第四条"]


def test_a_table_of_contents_is_kept_before_and_told():
    found = split("示例办法\n目　录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲\n第二章 附则\n第二条 乙")
    assert [row.name for row in found.rows] == ["第一章", "第一条", "第二章", "第二条"]
    assert found.preamble.endswith("第一章 总则\n第二章 附则")
    assert any("目录" in note for note in found.notes)


def test_a_text_without_articles_says_so():
    found = split("随便一段文字。")
    assert not found.rows
    assert "没有找到" in found.notes[0]


def test_too_long_a_text_is_refused_in_chinese():
    with pytest.raises(TooLong, match="20 万字"):
        split("字" * (MOST_CHARACTERS + 1))
    with pytest.raises(TooLong, match="超过 1500 个"):
        split("\n".join(f"第{number}条 甲" for number in range(1, 1600)))


_PIECES = st.sampled_from(
    ["第一条", "第二条 ", "第三条　", "第十二条之一 ", "第1条", "第９条 ", "第一章", "第二章 总则", "第一节　甲", "第一编 乙", "目录", "\n", "\n\n", "。",
     "第零条", "第一百零一条 ", "（一）甲；", "的规定", " ", "\u3000", "\t", "\r\n", "正文", "第", "条", "\u2028", "abc", "之二"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_nothing_is_lost_and_nothing_is_added(text):
    assert essence(split(text).rebuilt()) == essence(text)


@given(st.text(max_size=300))
def test_nothing_is_lost_of_any_text(text):
    assert essence(split(text).rebuilt()) == essence(text)


def test_missing_numbers_go_on_from_the_one_before():
    rows = [
        Row("chapter"),
        Row("article"),
        Row("article", 5),
        Row("article"),
        Row("chapter"),
        Row("section"),
        Row("article"),
        Row("chapter"),
        Row("section"),
    ]
    number_missing(rows)
    assert [row.name for row in rows] == [
        "第一章",
        "第一条",
        "第五条",
        "第六条",
        "第二章",
        "第一节",
        "第七条",
        "第三章",
        "第一节",
    ]
    number_anew(rows)
    assert [row.name for row in rows if row.is_article] == ["第一条", "第二条", "第三条", "第四条"]


def test_anchors_follow_from_numbers_alone():
    rows = with_anchors(
        [
            Row("chapter", 3),
            Row("section", 1),
            Row("article", 12),
            Row("article", 12, 1),
            Row("part", 2),
            Row("chapter", 1),
        ]
    )
    assert [row.anchor for row in rows] == [
        "zhang-3",
        "zhang-3-jie-1",
        "tiao-12",
        "tiao-12-1",
        "bian-2",
        "bian-2-zhang-1",
    ]


def codes(*rows):
    return [(flaw.code, flaw.serious) for flaw in flaws(rows)]


def test_duplicates_gaps_and_wrong_order_are_found():
    good = Row("article", 1, text="甲")
    assert codes(good, Row("article", 2, text="乙")) == []
    assert codes(good, Row("article", 1, text="乙")) == [("duplicate", True)]
    assert codes(good, Row("article", 4, text="乙")) == [("gap", False)]
    assert codes(Row("article", 2, text="甲")) == [("gap", False)]
    assert codes(good, Row("article", 2, text="乙"), Row("article", 1, 1, text="丙")) == [("order", False)]
    assert codes(good, Row("article", 1, 1, text="乙"), Row("article", 2, text="丙")) == []
    assert codes(good, Row("article", 1, 2, text="乙")) == [("gap", False)]
    assert codes(Row("article", 1, text=" ")) == [("empty", True)]
    assert codes(Row("article", None, text="甲")) == [("no_number", True)]


def test_a_gap_names_what_is_missing():
    flaw = next(flaws([Row("article", 1, text="甲"), Row("article", 5, text="乙")]))
    assert flaw.message == "“第五条”之前缺“第二条至第四条”，请核对是否有缺漏。"


def test_contents_stand_as_a_tree():
    rows = [
        Row("chapter", 1),
        Row("article", 1),
        Row("article", 2),
        Row("chapter", 2),
        Row("section", 1),
        Row("article", 3),
    ]
    tree = contents(rows)
    assert [(entry.row.name, entry.span) for entry in tree] == [("第一章", "第一条至第二条"), ("第二章", "")]
    assert [(entry.row.name, entry.span) for entry in tree[1].below] == [("第一节", "第三条")]
