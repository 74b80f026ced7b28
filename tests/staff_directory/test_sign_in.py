"""Signing in: lock-out, second factor, idle time, sessions; and nobody learns which accounts exist."""

import base64
import re
import time
from unittest import mock

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from publication.models import TrailEntry
from staff_directory.models import RoleGroup, SignInSettings
from staff_directory.roles import Role
from tests.conftest import PASSWORD, make_user

pytestmark = pytest.mark.django_db
HOME = "/admin/"


def sign_in(client, name="editor", password=PASSWORD):
    return client.post(reverse("wagtailadmin_login"), {"username": name, "password": password})


def code_of(device, ahead=0):
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + ahead
    return f"{totp.token():06d}"


def require(*roles):
    stored = SignInSettings.load()
    stored.second_factor_roles = [role.value for role in roles]
    stored.save()


def test_five_failures_lock_a_name_whether_it_exists_or_not(client, editor):
    answers = {}
    for name in ("editor", "nobody-of-that-name"):
        for _ in range(5):
            last = sign_in(Client(), name, "wrong")
        answers[name] = (last.status_code, re.search(r"<main.*</main>", last.content.decode(), re.S)[0])
    assert answers["editor"] == answers["nobody-of-that-name"]
    assert answers["editor"][0] == 429
    assert sign_in(client).status_code == 429, "the right password does not open a locked name"
    assert sign_in(client).content.decode().count("30 分钟")
    # One entry for each name that was locked, one for each later try at the locked name.
    assert TrailEntry.objects.filter(act="sign_in.locked").count() == 4


@pytest.mark.parametrize("typed", ["13812345678", "210502199001010017", "２１０５０２１９９００１０１００１７"])
def test_a_personal_number_typed_as_a_name_locks_like_a_name_and_is_kept_nowhere(client, db, typed):
    last = None
    for _ in range(5):
        last = sign_in(Client(), typed, "wrong")
    assert last.status_code == 429
    assert sign_in(client, "13812345679", "wrong").status_code == 200, "another number is another name"
    for kept in (AccessAttempt.objects.values_list(), TrailEntry.objects.values_list()):
        assert typed not in str(list(kept))
    assert AccessAttempt.objects.filter(username__startswith="number-").count() == 2


def test_unknown_inactive_and_wrong_get_the_same_answer_after_the_same_work(client, editor):
    make_user("sleeper", is_active=False)
    seen = set()
    for name in ("editor", "sleeper", "unknown"):
        with mock.patch.object(
            MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
        ) as work:
            response = sign_in(client, name, "wrong")
        errors = re.search(r'<li class="error">(.*?)</li>', response.content.decode(), re.S)
        seen.add((response.status_code, errors[1], work.call_count))
    assert len(seen) == 1, seen


def test_a_role_may_require_a_second_factor_which_is_bound_without_script(client, editor):
    require(Role.UNIT_EDITOR)
    sign_in(client)
    sent = client.get(HOME)
    assert sent["Location"].startswith(reverse("sign_in:setup"))
    page = client.get(sent["Location"]).content.decode()
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)[1]
    assert base64.b64decode(picture).startswith(b"<svg")
    device = TOTPDevice.objects.get(user=editor)
    assert client.post(sent["Location"], {"token": "000000"}).status_code == 400
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    shown = client.post(sent["Location"], {"token": code_of(device), "next": HOME}).content.decode()
    codes = re.findall(r"<li><code>(\w+)</code>", shown)
    assert len(codes) == 10
    assert client.get(HOME).status_code == 200
    again = Client()
    sign_in(again)
    assert again.get(HOME)["Location"].startswith(reverse("sign_in:verify"))
    script = again.get(reverse("wagtailadmin_api:pages:listing"), headers={"x-requested-with": "XMLHttpRequest"})
    assert script.status_code == 403
    assert again.post(reverse("sign_in:verify"), {"token": "123456"}).status_code == 400
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    StaticToken.objects.first().device.throttle_reset()
    opened = again.post(reverse("sign_in:verify"), {"token": codes[0], "next": "https://example.invalid/"})
    assert opened["Location"] == HOME
    assert again.get(HOME).status_code == 200
    assert StaticToken.objects.filter(token=codes[0]).count() == 0
    acts = set(TrailEntry.objects.values_list("act", flat=True))
    assert {"second_factor.add", "sign_in.second", "sign_in.second_failed"} <= acts
    assert again.post(reverse("sign_in:remove"), {"token": codes[1]}, follow=True).status_code == 200
    assert TOTPDevice.objects.filter(user=editor, confirmed=True).exists(), "the role requires it"


def test_no_role_requires_it_at_first_and_a_voluntary_one_is_asked_for(client, editor):
    sign_in(client)
    assert client.get(HOME).status_code == 200
    TOTPDevice.objects.create(user=editor, confirmed=True)
    other = Client()
    sign_in(other)
    assert other.get(HOME)["Location"].startswith(reverse("sign_in:verify"))


def test_an_idle_session_ends_and_a_page_that_asks_by_itself_does_not_keep_it(client, editor, unit):
    sign_in(client)
    client.get(HOME)
    session = client.session
    session["seen-at"] = int(time.time()) - 59 * 60
    session.save()
    assert client.get(HOME).status_code == 200
    session = client.session
    session["seen-at"] = int(time.time()) - 61 * 60
    session.save()
    ended = client.get(reverse("wagtailadmin_account"))
    assert ended["Location"] == f"{reverse('wagtailadmin_login')}?next=/admin/account/".replace("=/", "=%2F").replace(
        "account/", "account%2F"
    ).replace("%2Fadmin/", "%2Fadmin%2F")
    assert "自动退出" in client.get(ended["Location"]).content.decode()


def test_own_sessions_are_listed_and_ended(client, editor):
    sign_in(client)
    other = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537"})
    sign_in(other)
    page = client.get(reverse("sign_in:mine")).content.decode()
    assert "Chrome，Windows" in page
    assert other.session.session_key not in page
    mark = re.search(r'name="mark" value="(\w+)"', page)[1]
    client.post(reverse("sign_in:mine"), {"mark": mark})
    assert other.get(HOME).status_code == 302
    assert client.get(HOME).status_code == 200


def test_the_security_administrator_ends_sessions_and_resets_a_lost_authenticator(client, editor):
    TOTPDevice.objects.create(user=editor, confirmed=True)
    theirs = Client()
    sign_in(theirs)
    officer = make_user("officer")
    officer.groups.add(RoleGroup.objects.get(role=Role.SECURITY_ADMIN).group)
    client.force_login(officer)
    page = client.get(reverse("sign_in:everybody"), {"name": "editor"}).content.decode()
    assert "editor" in page
    client.post(reverse("sign_in:everybody"), {"user": editor.pk, "all": "1"})
    assert theirs.get(HOME).status_code == 302
    assert theirs.get(HOME)["Location"].startswith(reverse("wagtailadmin_login"))
    screen = client.get(reverse("wagtailusers_users:edit", args=[editor.pk])).content.decode()
    address = re.search(r'href="([^"]+)">重置验证器</a>', screen)[1]
    sign_in(theirs)
    asked = client.get(address).content.decode()
    assert "1 个会话" in asked
    assert client.post(address, {"reason": ""}).status_code == 400
    refused = client.post(address, {"reason": "丢了"})
    assert "至少 4 个字" in refused.content.decode()
    assert 'value="丢了"' in refused.content.decode()
    assert TOTPDevice.objects.filter(user=editor).exists()
    done = client.post(address, {"reason": "本人持工作证当面申请"}, follow=True).content.decode()
    assert "已重置账号 editor 的验证器" in done
    assert "没有绑定验证器" in done
    assert theirs.get(HOME)["Location"].startswith(reverse("wagtailadmin_login"))
    assert not TOTPDevice.objects.filter(user=editor).exists()
    assert TrailEntry.objects.filter(act="session.end", actor_id=officer.pk).exists()
    kept = TrailEntry.objects.get(act="second_factor.remove", actor_id=officer.pk)
    assert (kept.object_id, kept.reason) == (str(editor.pk), "本人持工作证当面申请")
    assert "不需要重置" in client.post(address, {"reason": "再来一次看看"}, follow=True).content.decode()


def test_nobody_resets_the_own_authenticator_and_others_see_no_button(client, editor):
    officer = make_user("officer")
    officer.groups.add(RoleGroup.objects.get(role=Role.SECURITY_ADMIN).group)
    device = TOTPDevice.objects.create(user=officer, confirmed=True)
    TOTPDevice.objects.create(user=editor, confirmed=True)
    client.force_login(officer)
    client.post(reverse("sign_in:verify"), {"token": code_of(device)})
    own = client.get(reverse("wagtailusers_users:edit", args=[officer.pk])).content.decode()
    assert "重置验证器" not in own
    answer = client.post(reverse("sign_in:reset", args=[officer.pk]), {"reason": "手机遗失了"}, follow=True)
    assert "另一位安全管理员" in answer.content.decode()
    assert TOTPDevice.objects.filter(user=officer).exists()
    root = make_user("root", is_superuser=True)
    TOTPDevice.objects.create(user=root, confirmed=True)
    assert client.get(reverse("sign_in:reset", args=[root.pk])).status_code == 404
    client.force_login(make_user("sysadmin"))
    assert client.post(reverse("sign_in:reset", args=[editor.pk]), {"reason": "手机遗失了"}).status_code == 302
    assert TOTPDevice.objects.filter(user=editor).exists()


@pytest.mark.parametrize(
    "name", ["wagtailadmin_home", "wagtailusers_users:index", "sign_in:mine", "decision_imports:index"]
)
def test_every_screen_tells_a_superuser_what_such_an_account_is_for(client, admin, editor, name):
    client.force_login(admin)
    assert "只用于安装和紧急情况" in client.get(reverse(name)).content.decode()
    client.force_login(editor)
    assert "超级用户" not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize(
    ("password", "good"),
    [
        ("Short1!", False),
        ("lowercaseonly", False),
        ("1234567890", False),
        ("Mixed-2026-ok", True),
        ("一段足够长的中文口令也可以用的呀", True),
    ],
)
def test_password_rules(password, good):
    if good:
        validate_password(password)
    else:
        with pytest.raises(ValidationError):
            validate_password(password)
