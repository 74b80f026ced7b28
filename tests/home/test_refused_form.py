"""A form without its token is answered in plain words, with a way to keep what was typed."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_form_that_is_too_old_says_what_to_do(portal):
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "示例"})
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "这次提交没有受理" in text
    assert "后退" in text
    assert "CSRF" not in text
    assert "DEBUG" not in text
