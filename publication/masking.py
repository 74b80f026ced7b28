"""Names of natural persons made unrecognisable before they are stored (张三丰 → 张某某).

Convention: 个人信息保护法 art. 6, 25, 51(3) and the usual form of published decisions; the same person carries the same token
within one notice, different persons who would share one are numbered (李某1, 李某2).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

MASK = "某"
_LONGEST_CACHED = 60
_COMPOUND_SURNAMES = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政
濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马
公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌
微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙
南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 爱新觉罗 叶赫那拉
"""
COMPOUND_SURNAMES = frozenset(_COMPOUND_SURNAMES.split())
_MASKED = re.compile(r"[某*＊×╳#＃□■●]|(?<=[^\W\da-zA-Z_])(?:[Xx]{1,3}|[○〇◯]{1,3})$")
_SEPARATORS = re.compile(r"[、,，;；/|\n]+")
_ASIDE = re.compile(r"[(（【\[〔].*$", re.DOTALL)
_DOTS = "·•・‧∙⋅."
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_GAP = re.compile("[ \u3000\u00a0\u00ad\u200b-\u200f\u2060\ufeff]")
_BETWEEN_HAN = re.compile(r"(?<=[^\W\da-zA-Z_])\s+(?=[^\W\da-zA-Z_])")


def clean_name(name: str) -> str:
    """``name`` without stray spaces and invisible characters (张　三 → 张三); Latin names keep single spaces."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", name))
    return " ".join(_BETWEEN_HAN.sub("", plain).split())


def is_masked(name: str) -> bool:
    """Tell whether ``name`` is masked already, in any of the usual styles (张某华, 王某某, 张*, 张××)."""
    return _MASKED.search(name.strip()) is not None


def mask_person_name(name: str) -> str:
    """Mask a natural person's name; what is masked already, and the empty string, stay as they are.

    The surname stays (compound surnames whole), each character of the given name becomes 某, two at most. Minority and
    foreign names keep their first character. Several names in one value are masked each. Idempotent.
    """
    return _masked(name) if len(name) <= _LONGEST_CACHED else _masked.__wrapped__(name)


@lru_cache(maxsize=8192)
def _masked(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned:
        return ""
    parts = [part for part in (piece.strip() for piece in _SEPARATORS.split(cleaned)) if part]
    return "、".join(_mask_one(part) for part in parts) if parts else MASK


def _mask_one(name: str) -> str:
    name = _ASIDE.sub("", name).strip() or name
    if is_masked(name) and not _ASIDE.match(name):
        return name
    first = next((char for char in name if char.isalnum()), "")
    if len(name) < 2 or not first:
        return first + MASK
    if any(dot in name for dot in _DOTS) or name[0].isascii() or " " in name:
        return first + MASK * 2
    for length in (4, 2):
        if len(name) > length and name[:length] in COMPOUND_SURNAMES:
            return name[:length] + MASK * min(2, len(name) - length)
    return first + MASK * min(2, len(name) - 1)


class NameMasker:
    """Masks the persons of one notice: the same person always the same way, namesakes in the mask numbered.

    Add all names (constructor or :meth:`add`) before the first :meth:`mask`: a later namesake would change earlier tokens.
    Names that arrive masked are not numbered, since nobody can tell whether they are one person.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: dict[str, list[str]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make a name known."""
        cleaned = clean_name(name)
        if not cleaned or is_masked(cleaned):
            return
        same = self._names.setdefault(mask_person_name(cleaned), [])
        if cleaned not in same:
            same.append(cleaned)

    def mask(self, name: str) -> str:
        """The token of ``name`` in this notice."""
        self.add(name)
        cleaned = clean_name(name)
        token = mask_person_name(cleaned)
        same = self._names.get(token, [])
        if len(same) < 2 or cleaned not in same:
            return token
        return f"{token}{same.index(cleaned) + 1}"

    def tokens(self) -> dict[str, str]:
        """Every known name with its token, for :func:`mask_names_in_text`."""
        return {name: self.mask(name) for names in self._names.values() for name in names}


def mask_names_in_text(text: str, names: Mapping[str, str] | Iterable[str]) -> str:
    """Replace full names in free text by their masks, longest first, also where a space stands inside a name.

    ``names`` are full names, or a mapping from name to token. Names of one character and masked names are left alone.
    """
    tokens = dict(names) if isinstance(names, Mapping) else NameMasker(names).tokens()
    known = {_letters(name): token for name, token in tokens.items() if len(_letters(name)) > 1 and not is_masked(name)}
    if not known or not text:
        return text
    longest_first = sorted(known, key=len, reverse=True)
    if _GAP.search(text) is None:
        for name in longest_first:
            text = text.replace(name, known[name])
        return text
    pattern = "|".join(f"{_GAP.pattern}*".join(map(re.escape, name)) for name in longest_first)
    return re.sub(pattern, lambda match: known[_letters(match[0])], text)


def _letters(name: str) -> str:
    return "".join(clean_name(name).split())
