"""A list's rows on the page: nothing is lost, the name leads, what is long folds, what a phone needs first is marked."""

from disclosure.lists.columns import columns_of, key_columns
from disclosure.lists.kinds import ListKind
from disclosure.lists.table import table_of

COLUMNS = ("编码", "名称", "子项", "类型", "依据", "责任", "状态")
ROW = ("A-1", "事项", "", "行政处罚", "《某法》第一条", "立案责任：" + "审查。" * 60, "在用")


def test_every_word_of_every_row_is_in_the_table():
    table = table_of("清单", COLUMNS, [(ROW, {"url": "/a/", "tag": "暂停"})], key=("类型",), named=1)
    assert [cell["value"] for cell in table["body"][0]] == [value for value in ROW if value]
    assert [column["label"] for column in table["header"]] == ["编码", "名称", "类型", "依据", "责任", "状态"]


def test_the_name_leads_and_the_rest_is_one_tap_away():
    (cells,) = table_of("清单", COLUMNS, [(ROW, {"url": "/a/", "tag": "暂停"})], key=("类型",), named=1)["body"]
    found = {cell["label"]: cell for cell in cells}
    assert (found["名称"]["url"], found["名称"]["tag"], found["名称"]["more"]) == ("/a/", "暂停", 6)
    assert [cell["label"] for cell in cells if cell["classes"] == "extra"] == ["编码", "依据", "责任", "状态"]
    assert found["责任"]["start"] == ROW[5][:28].rstrip("，。；：、")
    assert found["依据"]["start"] == ""


def test_a_column_of_folded_texts_is_given_the_most_room_on_paper():
    header = table_of("清单", COLUMNS, [(ROW, {})], key=("类型",), named=1)["header"]
    assert [column["label"] for column in header if "ample" in column["classes"]] == ["责任"]


def test_few_columns_are_all_shown_at_once():
    (cells,) = table_of("清单", COLUMNS[:4], [(ROW[:4], {})], key=("类型",))["body"]
    assert not any(cell["classes"] == "extra" or cell.get("more") for cell in cells)


def test_what_a_phone_shows_first_is_a_column_of_its_list():
    for kind in ListKind:
        assert key_columns(kind)
        assert set(key_columns(kind)) <= set(columns_of(kind)), kind
