"""The demo bureau: units, accounts, decisions, and a page about the three systems."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from home.models import PortalIdentity, SectionPage, StandardPage
from publication.actions.change_shown import ChangeShown
from publication.actions.create_many import CreateMany
from staff_directory.models import RoleGroup, Unit
from staff_directory.roles import Role
from staff_directory.roles.membership import GrantRole
from staff_directory.roles.sync import sync_roles

from ..kinds import Kind
from ..matters.proposing import Proposer
from ..models import DecisionIndexPage, DecisionNoticePage
from ..starter import child, give_unit_its_pages, start_portal
from .flowcharts import make_flowcharts
from .generator import Generator, fictitious_credit_code
from .guides import make_guides
from .matters_made import make_matters
from .officers import make_officers
from .pages import make_pages
from .papers import make_papers
from .people import approver_for
from .units import texts_of_enforcement

BUREAU = "示例市人力资源和社会保障局"
DECISIONS = 60

#: code, name, kind, standing, kinds of decision, basis, duties
UNITS = (
    ("ldjc", "劳动保障监察支队（示例）", "affiliate", "delegated", (Kind.PENALTY, Kind.INSPECTION, Kind.COMPULSION, Kind.OTHER),
     "《劳动保障监察条例》第十三条\n《中华人民共和国行政处罚法》第二十条", "依法检查用人单位遵守劳动保障法律、法规和规章的情况，受理举报、投诉，查处违法行为。"),
    ("xzsp", "行政审批科（示例）", "division", "none", (Kind.LICENCE,),
     "", "统一受理和办理本局行政许可事项。"),
    ("gsbx", "工伤保险科（示例）", "division", "none", (Kind.CONFIRMATION,),
     "", "承担工伤认定和工伤预防工作。"),
    ("sbzx", "社会保险事业服务中心（示例）", "affiliate", "authorised", (Kind.PAYMENT, Kind.CONFIRMATION, Kind.INSPECTION),
     "《中华人民共和国社会保险法》第八条\n《社会保险经办条例》第六条", "承办社会保险登记、待遇核定和支付，开展社会保险稽核。"),
    ("ldgx", "劳动关系科（示例）", "division", "none", (Kind.OTHER, Kind.LICENCE),
     "", "指导集体协商，审查集体合同，办理特殊工时许可。"),
    ("zcfg", "政策法规科（示例）", "division", "none", (), "", "承担重大行政执法决定法制审核和行政执法公示的组织协调。"),
)  # fmt: skip

PLAN = (
    ("heading", "三项制度是什么"),
    ("text", "<p>行政执法公示、执法全过程记录、重大执法决定法制审核合称“三项制度”。它们要求：该公开的执法信息让公众看得到、看得懂；"
     "每一起案件从启动到执行都有据可查；影响重大的决定在作出之前先过法律关。</p>"),
    ("heading", "行政执法公示"),
    ("text", "<p>事前公开执法主体、人员、职责、依据、程序和救济渠道；事中出示证件、告知事由和权利义务；事后公开执法决定。"
     "已公开的决定被依法撤销、确认违法或者要求重新作出的，及时撤下。</p>"),
    ("table", {"caption": "公开时限", "rows": "决定类型|时限|起算\n行政许可、行政处罚|7个工作日|决定作出之日\n其他执法决定|20个工作日|决定作出之日\n上年度执法统计|每年1月31日前|—"}),
    ("heading", "执法全过程记录"),
    ("text", "<p>用文字和必要的音像，记录启动、调查取证、审核、决定、送达、执行各环节；文字能够全面有效记录的，可以不进行音像记录。</p>"),
    ("heading", "重大执法决定法制审核"),
    ("text", "<p>涉及重大公共利益、可能造成重大社会影响、直接关系当事人重大权益、经过听证或者案情疑难复杂的决定，"
     "须由法制审核机构提出书面意见；未经审核或者审核未通过的，不得作出决定。</p>"),
)  # fmt: skip


def make_units() -> dict[str, Unit]:
    """Make the demo bureau and its units with their pages."""
    bureau, _ = Unit.objects.get_or_create(
        code="rsj",
        defaults={
            "name": BUREAU,
            "kind": "affiliate",
            "standing": "agency",
            "credit_code": "11210500TE5T000161",
            "legal_basis": "《中华人民共和国劳动法》第九条\n《中华人民共和国社会保险法》第七条",
            "phone": "示例电话 000-0000000",
            "supervision_phone": "示例监督电话 000-0000001",
            "order": 1,
        },
    )
    give_unit_its_pages(
        bureau,
        (),
        duties="<p>贯彻执行人力资源和社会保障法律法规，承担就业、社会保险、劳动关系等管理职责。</p>",
        **texts_of_enforcement(bureau),
    )
    units = {"rsj": bureau}
    for place, (code, name, kind, standing, kinds, basis, duties) in enumerate(UNITS, start=2):
        unit, _ = Unit.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "kind": kind,
                "standing": standing,
                "parent": bureau,
                "credit_code": ""
                if kind == "division"
                else ("12210500TE5T00024Q" if code == "ldjc" else fictitious_credit_code(9000 + place)),
                "legal_basis": basis,
                "phone": f"示例电话 000-00001{place:02d}",
                "order": place * 10,
            },
        )
        texts = {"duties": f"<p>{duties}</p>"}
        give_unit_its_pages(unit, kinds, **texts | texts_of_enforcement(unit))
        units[code] = unit
    return units


#: account name, unit's code (for a unit's role), role
PEOPLE: tuple[tuple[str, str, Role], ...] = (
    ("editor", "ldjc", Role.UNIT_EDITOR),
    ("reviewer", "ldjc", Role.UNIT_HEAD),
    ("reviewer", "", Role.SECRECY_REVIEWER),
    ("unit-legal", "ldjc", Role.UNIT_LEGAL_REVIEWER),
    ("editor-xzsp", "xzsp", Role.UNIT_EDITOR),
    ("reviewer-xzsp", "xzsp", Role.UNIT_HEAD),
    ("legal", "", Role.LEGAL_REVIEWER),
    ("disclosure", "", Role.DISCLOSURE_OFFICER),
    # One draws a list up, the other approves it.
    ("disclosure-2", "", Role.DISCLOSURE_OFFICER),
    ("secrecy", "", Role.SECRECY_REVIEWER),
    ("deputy", "", Role.DEPUTY_DIRECTOR),
    ("justice", "", Role.OUTSIDE_REVIEWER),
    ("discipline", "", Role.DISCIPLINE_AUDITOR),
    ("sysadmin", "", Role.SYSTEM_ADMIN),
    ("secadmin", "", Role.SECURITY_ADMIN),
    ("auditadmin", "", Role.AUDIT_ADMIN),
)


def make_accounts(units: dict[str, Unit]) -> dict[str, Any]:
    """Make one demo account for each role, with random passwords kept in ``var/demo-accounts.json`` (mode 0600)."""
    users = get_user_model()
    made, fresh = {}, []
    for name, code, role in (("admin", "", None), *PEOPLE):
        unit = units.get(code)
        title = "超级用户（只用于安装）" if role is None else f"{unit.name if unit else ''}{role.label}"
        user = users.objects.filter(username=name).first()
        if user is None:
            password = secrets.token_urlsafe(9)
            user = users(username=name, last_name=title[:30], is_superuser=role is None, is_staff=role is None)
            user.set_password(password)
            user.save()
            fresh.append({"username": name, "password": password, "role": title})
        if role is not None:
            held = RoleGroup.objects.get(role=role, unit=unit)
            if not user.groups.filter(pk=held.group_id).exists():
                GrantRole(user, held, reason="演示账号").execute()
        made[name] = user
    if fresh:
        _keep_accounts(fresh)
    return made


def _keep_accounts(fresh: list[dict[str, str]]) -> None:
    """Add accounts to the file, in the place of older ones of the same name."""
    path = Path(settings.VAR) / "demo-accounts.json"
    names = {account["username"] for account in fresh}
    try:
        kept = [account for account in json.loads(path.read_text()) if account["username"] not in names]
    except (OSError, ValueError):
        kept = []
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump([*kept, *fresh], file, ensure_ascii=False, indent=2)


def indexes_of_demo_units() -> dict[str, list[DecisionIndexPage]]:
    """Return the demo units' indexes by kind, in the order of ``UNITS``; other units' where no demo unit has one of the kind."""
    places = {(code, kind): place for place, (code, _, _, _, kinds, _, _) in enumerate(UNITS) for kind in kinds}
    demo: dict[str, list[DecisionIndexPage]] = {}
    others: dict[str, list[DecisionIndexPage]] = {}
    for index in DecisionIndexPage.objects.select_related("unit", "unit__parent").order_by("path"):
        (demo if (index.unit.code, index.kind) in places else others).setdefault(index.kind, []).append(index)
    for found in demo.values():
        found.sort(key=lambda index: places[index.unit.code, index.kind])
    return {**others, **demo}


def make_decisions(
    total: int, seed: int, user: Any = None, approver: Any = None, prefix: str = "示例", batch: int = 500
) -> int:
    """Publish ``total`` generated decisions, spread over the demo units' indexes; return how many were made.

    The same seed makes the same ones: those that are there already are left as they are.
    """
    generator = Generator(seed, prefix=prefix)
    indexes = indexes_of_demo_units()
    waiting: dict[int, list[DecisionNoticePage]] = {}
    parents: dict[int, DecisionIndexPage] = {}
    approvers: dict[int, Any] = {}
    proposers: dict[int, Proposer] = {}
    made = 0

    def flush(pk: int) -> int:
        pages = waiting.pop(pk, [])
        there = set(
            DecisionNoticePage.objects.filter(slug__in=[page.slug for page in pages]).values_list("slug", flat=True)
        )
        pages = [page for page in pages if page.slug not in there]
        if pk not in approvers:
            approvers[pk] = approver_for(parents[pk], user, approver)
        CreateMany(parents[pk], pages, user=user, approver=approvers[pk], publish=True).execute()
        return len(pages)

    for kind in generator.plan(total):
        index = generator.random.choice(indexes[kind])
        parents[index.pk] = index
        notice = generator.notice(index)
        notice.matter_id = proposers.setdefault(index.unit_id, Proposer(index.unit_id)).matter_of(notice)
        waiting.setdefault(index.pk, []).append(notice)
        if len(waiting[index.pk]) >= batch:
            made += flush(index.pk)
    for pk in list(waiting):
        made += flush(pk)
    return made


def load_demo() -> dict[str, int]:
    """Load everything once; a second call adds nothing that is there."""
    home = start_portal()
    units = make_units()
    sync_roles()
    users = make_accounts(units)
    identity = PortalIdentity.load()
    if not identity.sponsor:
        identity.site_name, identity.sponsor = "示例市行政执法公示平台", f"{BUREAU}（演示数据，非真实机构）"
        ChangeShown(identity).execute()
    during = SectionPage.objects.child_of(home).get(slug="during")
    child(
        during,
        StandardPage(
            title="三项制度实施方案要点",
            slug="three-systems",
            introduction="本页概括三项制度的主要要求。",
            body=list(PLAN),
        ),
    )
    make_pages(home)
    make_officers(units)
    make_flowcharts(units, users["editor"])
    # All or none, here and below: a load that is killed on the way begins anew.
    with transaction.atomic():
        matters = make_matters(users)
    make_guides(units)
    make_papers()
    made = 0
    if not DecisionNoticePage.objects.exists():
        with transaction.atomic():
            made = make_decisions(DECISIONS, 2026, user=users["editor"], approver=users["reviewer"])
    return {"units": len(units), "accounts": len(users), "matters": matters, "decisions": made}
