"""What is counted of a search is nobody's: no number, name, address or account, and what was typed once is not shown."""

from pathlib import Path

import pytest
from django.utils import timezone

from search import counting
from search.models import SearchCount, Synonym

pytestmark = pytest.mark.django_db

PERSONAL = [
    "210502199001010011", "13800138000", "示例监罚决字〔2026〕第12号 13800138000", "示例监罚决字〔2026〕第12号 210502199001010011",
    "字〔2026〕第13800138000号", "一三八零零一三八零零零", "l38OO138OOO", "张三丰", "张三丰 工资", "张三丰拖欠工资", "user@example.com",
    "示例路12号3单元501室", "1 3 8 0 0 1 3 8 0 0 0", "１３８００１３８０００", "2 1 0 5 0 2 张",
]  # fmt: skip
PLAIN = [
    "工资",
    "示例监罚决字〔2026〕第00012号",
    "示例监罚决字〔2026〕12号 工资",
    "2026年3月",
    "rsj",
    "示例市第1建筑有限公司",
    "劳务派遣许可",
]


@pytest.mark.parametrize("query", PERSONAL)
def test_personal_information_is_not_counted(query):
    assert counting.countable(query) == ""


@pytest.mark.parametrize("query", PLAIN)
def test_words_and_document_numbers_are_counted(query):
    assert counting.countable(query)


def test_a_word_of_the_editors_that_looks_like_a_name_is_counted():
    Synonym.objects.create(words="办证", terms="行政许可")
    assert counting.countable("许可")


def test_what_was_searched_for_once_is_not_shown():
    today = timezone.localdate()
    SearchCount.objects.create(day=today, word="常用的词", searches=3, empty=1)
    SearchCount.objects.create(day=today, word="只有一次", searches=1, empty=1)
    assert [row["word"] for row in counting.top(30)] == ["常用的词"]
    assert [row["word"] for row in counting.top(30, empty=True)] == ["常用的词"]


def test_the_web_servers_log_has_no_queries():
    text = (Path(__file__).parents[2] / "site/deploy/nginx.conf").read_text()
    log_format = text.partition("log_format without_query")[2].partition(";")[0]
    assert "$uri" in log_format
    assert not any(
        name in log_format for name in ("$request ", '$request"', "$request_uri", "$args", "$query_string", "referer")
    )
    assert text.count("access_log /var/log/nginx/access.log without_query;") == text.count("server {")
