"""One kind of line end in every version, whoever sent the text."""

import json

from hypothesis import given
from hypothesis import strategies as st

from home.line_ends import with_short_ends


@given(st.text(alphabet='a\\\r\n"rn'))
def test_a_stream_says_the_same_with_short_ends(text):
    stream = json.dumps([{"value": text}])
    found = json.loads(with_short_ends({"body": stream}, streams=frozenset({"body"}))["body"])
    assert found == [{"value": text.replace("\r\n", "\n")}]


def test_rows_within_the_content_too():
    content = {"title": "甲\r\n乙", "pk": 3, "rows": [{"text": "一\r\n二", "order": None}]}
    assert with_short_ends(content) == {"title": "甲\n乙", "pk": 3, "rows": [{"text": "一\n二", "order": None}]}
