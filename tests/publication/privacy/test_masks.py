"""What is masked is no finding any more, and the same person is the same person."""

from hypothesis import given

from publication.privacy.detect import find
from publication.privacy.masks import Masker, excerpt, mask_text, redact

from .files import ID, PHONE
from .test_numbers import disguised, surroundings


def masked(text: str) -> str:
    found = find(text)
    return mask_text(text, found, Masker(item.value for item in found if item.kind == "name"))


def test_conventions_of_masks():
    assert masked(f"身份证号{ID}，手机{PHONE}") == "身份证号******，手机139****5678"
    assert masked("申请人王某，住本溪市平山区示例路7号2单元804室。") == "申请人王某，住本溪市平山区***。"
    assert masked("车牌辽E·12345。") == "车牌辽E*****。"


def test_same_person_same_mask_and_namesakes_are_numbered():
    text = "投诉人李明强反映，证人李建国证实，李明强已提交考勤。"
    assert masked(text) == "投诉人李某某1反映，证人李某某2证实，李某某1已提交考勤。"


@given(disguised(), surroundings)
def test_masked_text_has_no_finding_and_markup_stays_whole(case, around):
    """Rule 8, and masking acts on the stored text."""
    text = around[0] + case[2] + around[1]
    after = masked(text)
    assert find(after) == []
    assert after.count("<b>") == after.count("</b>")
    assert masked(after) == after


def test_excerpts_and_places_show_no_number():
    text = f"投诉人李四电话{PHONE}，身份证号{ID}，住本溪市平山区示例路7号。"
    found = find(text)
    for item in found:
        shown = excerpt(text, found, item)
        assert PHONE not in shown
        assert ID not in shown
        assert "李四" not in shown
    assert redact(f"{ID}.pdf") == "******.pdf"


def test_a_number_over_two_paragraphs_leaves_them_whole():
    text = "<p>身份证<em>210502</em></p>\n<p><em>199001010017</em>，见附件</p>"
    (found,) = find(text)
    masked = text[: found.start] + "******" + text[found.end :]
    assert masked == "<p>身份证<em>******</em>，见附件</p>"
