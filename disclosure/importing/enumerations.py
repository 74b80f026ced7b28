"""The closed lists of the national columns, and how people write their values."""

import re
from collections.abc import Mapping
from functools import lru_cache

from publication.text import strip_spaces

from ..kinds import PENALTY_KINDS, LicenceCategory, LicenceState, PartyKind

#: 证件类型 (drop-down only: the column is never stored).
CERTIFICATE_TYPES = (
    "身份证",
    "护照号",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "外国人永久居留身份证",
)


def _table(official: type, aliases: Mapping[str, str]) -> dict[str, str]:
    table = {label: value for value, label in official.choices}  # type: ignore[attr-defined]
    return table | dict(aliases)


_PARTY = _table(
    PartyKind,
    {
        "法人": "organisation",
        "法人或非法人组织": "organisation",
        "法人和非法人组织": "organisation",
        "法人及其他组织": "organisation",
        "法人和其他组织": "organisation",
        "法人或其他组织": "organisation",
        "非法人组织": "organisation",
        "其他组织": "organisation",
        "企业": "organisation",
        "企业法人": "organisation",
        "单位": "organisation",
        "个人": "person",
        "公民": "person",
        "个体": "sole_trader",
        "个体户": "sole_trader",
        "个体工商": "sole_trader",
    },
)
_CATEGORY = _table(LicenceCategory, {})
_CATEGORY |= {f"{label}许可": value for label, value in list(_CATEGORY.items())} | {
    "行政许可": "ordinary",
    "一般": "ordinary",
}
_STATE = _table(
    LicenceState,
    {
        "1": "valid",
        "2": "invalid",
        "正常": "valid",
        "现行有效": "valid",
        "过期": "expired",
        "到期": "expired",
        "已过期": "expired",
        "已注销": "cancelled",
        "已撤销": "revoked",
        "吊销": "invalid",
        "失效": "invalid",
    },
)
#: State of 2015 files: 0 正常, 1 撤销, 2 异议, 3 其他. The last two say nothing that the notice could carry.
_STATE_2015 = {
    "0": "valid",
    "正常": "valid",
    "有效": "valid",
    "1": "revoked",
    "撤销": "revoked",
    "2": "objection",
    "异议": "objection",
    "3": "unknown",
    "其他": "unknown",
}
_SCOPE_2015 = {
    "0": "public",
    "公示": "public",
    "公开": "public",
    "1": "shared",
    "政府内部共享": "shared",
    "仅政府内部共享": "shared",
    "2": "authorised",
    "授权查询": "authorised",
}
_TABLES: dict[str, Mapping[str, str]] = {
    "party_kind": _PARTY,
    "licence_category": _CATEGORY,
    "licence_state": _STATE,
    "state_2015": _STATE_2015,
    "scope_2015": _SCOPE_2015,
}
_LABELS: dict[str, tuple[str, ...]] = {
    "party_kind": tuple(PartyKind.labels),
    "licence_category": tuple(LicenceCategory.labels),
    "licence_state": tuple(LicenceState.labels),
    "state_2015": ("0 正常", "1 撤销", "2 异议", "3 其他"),
    "scope_2015": ("0 公示", "1 政府内部共享", "2 授权查询"),
    "penalty_kinds": PENALTY_KINDS,
}

_PENALTY_ALIASES = {
    "没收违法所得": "没收违法所得",
    "没收非法所得": "没收违法所得",
    "没收非法财物": "没收非法财物",
    "没收非法财产": "没收非法财物",
    "暂扣许可证": "暂扣许可证件",
    "暂扣执照": "暂扣许可证件",
    "暂扣证照": "暂扣许可证件",
    "吊销许可证": "吊销许可证件",
    "吊销执照": "吊销许可证件",
    "吊销营业执照": "吊销许可证件",
    "吊销证照": "吊销许可证件",
    "降低资质": "降低资质等级",
    "限制生产经营活动": "限制开展生产经营活动",
    "责令停产": "责令停产停业",
    "责令停业": "责令停产停业",
    "停产停业": "责令停产停业",
    "限制从事职业": "限制从业",
    "拘留": "行政拘留",
    "通报": "通报批评",
    "其它": "其他",
}
_PENALTY = {kind: kind for kind in PENALTY_KINDS} | _PENALTY_ALIASES
_KIND_SEPARATORS = re.compile(r"[;；、,，/|+＋\n]+")
_LONGEST = 400
_NOTE = re.compile(r"^(其他|其它)[\s(（:：\-—_]+(.*?)[)）]?$", re.DOTALL)


class UnknownChoice(ValueError):
    """A value outside its closed list; the message names the list."""


def labels_of(enum: str) -> tuple[str, ...]:
    """The official values of a closed list, as drop-downs offer them."""
    return _LABELS[enum]


@lru_cache(maxsize=4096)
def read_choice(enum: str, raw: str) -> tuple[str, str]:
    """Read a value of the closed list ``enum``: (stored value, note written after 其他). Raises :class:`UnknownChoice`."""
    table = _TABLES[enum]
    raw = raw[: _LONGEST + 1]
    text = strip_spaces(raw)
    value = table.get(text)
    if value is not None:
        return value, ""
    if re.fullmatch(r"\d\.0+", text) and text[0] in table:
        return table[text[0]], ""
    numbered = re.fullmatch(r"(?:\d[.、\-:]?)?(.+?)(?:\(.*\))?", text)
    if numbered and numbered[1] in table and not numbered[1].startswith("其"):
        return table[numbered[1]], ""
    note = _NOTE.match(raw.strip())
    if note and "其他" in table:
        return table["其他"], note[2].strip()
    raise UnknownChoice(f"应为：{'、'.join(_LABELS[enum])}，请从中选择。")


@lru_cache(maxsize=4096)
def read_penalty_kinds(raw: str) -> tuple[tuple[str, ...], str]:
    """Read 处罚类别, several separated by ; ；、,: (official names light to heavy, note after 其他).

    Raises :class:`UnknownChoice` naming the part that is not known.
    """
    raw = raw[: _LONGEST + 1]
    found: set[str] = set()
    notes: list[str] = []
    aside = re.search(r"(?:其他|其它)\s*[(（](.*?)[)）]", raw, re.DOTALL)
    if aside:
        notes.append(aside[1].strip())
        raw = raw[: aside.start()] + "其他" + raw[aside.end() :]
    for part in _KIND_SEPARATORS.split(raw):
        text = strip_spaces(part)
        if not text:
            continue
        kind = _PENALTY.get(text)
        if kind is None:
            note = _NOTE.match(part.strip())
            if note is None:
                raise UnknownChoice(
                    f"“{text[:30]}”不是处罚类别，应为：{'、'.join(PENALTY_KINDS)}；有多种的用分号隔开，“其他”可注明，如“其他(注明内容)”。"
                )
            kind = "其他"
            notes.append(note[2].strip())
        found.add(kind)
    if not found:
        raise UnknownChoice("处罚类别为空，请从下列各项中选择：" + "、".join(PENALTY_KINDS))
    return tuple(kind for kind in PENALTY_KINDS if kind in found), "；".join(note for note in notes if note)
