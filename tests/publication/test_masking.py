"""Names of persons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publication.masking import NameMasker, is_masked, mask_names_in_text, mask_person_name

HAN = st.text(alphabet="张王李赵示例三四五丰明华", min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三丰", "张某某"),
        ("张三", "张某"),
        ("张 三", "张某"),
        ("欧阳修", "欧阳某"),
        ("欧阳震华", "欧阳某某"),
        ("买买提·艾力", "买某某"),
        ("John Smith", "J某某"),
        ("Max", "M某某"),
        ("张某华", "张某华"),
        ("王某某", "王某某"),
        ("张*", "张*"),
        ("张××", "张××"),
        ("张XX", "张XX"),
        ("张", "张某"),
        ("", ""),
        ("张三、李四", "张某、李某"),
        ("张三（曾用名李四）", "张某"),
    ],
)
def test_masks(name, masked):
    assert mask_person_name(name) == masked


@given(st.text(max_size=20))
def test_masking_twice_is_masking_once(name):
    once = mask_person_name(name)
    assert mask_person_name(once) == once


@given(HAN.filter(lambda name: len(name) > 1))
def test_a_full_name_never_survives(name):
    assert is_masked(mask_person_name(name))
    assert name not in mask_person_name(name)
    assert name not in mask_names_in_text(f"经查{name}未参保", [name])


def test_same_person_same_token_and_namesakes_numbered():
    masker = NameMasker(["李四", "李五", "王小二", "李四"])
    assert [masker.mask(name) for name in ("李四", "李五", "王小二", "李 四")] == ["李某1", "李某2", "王某某", "李某1"]


def test_names_in_text():
    text = "李四与李 五、李四光、王小二同在"
    tokens = NameMasker(["李四", "李五", "李四光", "王小二"]).tokens()
    assert mask_names_in_text(text, tokens) == "李某1与李某2、李某某、王某某同在"


def test_masked_and_single_character_names_are_left_alone_in_text():
    assert mask_names_in_text("张某华，王", ["张某华", "王"]) == "张某华，王"
