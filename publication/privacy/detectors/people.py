"""Words that name a person, also one whose name is masked: what ties a health word or an age to somebody."""

import re

from ..surnames import COMPOUND, SINGLE

_COMPOUND = "|".join(sorted(COMPOUND, key=len, reverse=True))
_SURNAME = f"(?:{_COMPOUND}|[{''.join(sorted(SINGLE))}])"
#: A masked name: 张某, 张某某, 张某华, 彭×某, 王*, 李某1, 张**.
MASKED = re.compile(rf"{_SURNAME}(?:[某×＊*xX○〇]{{1,3}}(?:[\u4e00-\u9fff](?=[，,。、；（(\s的在于因入系为从]))?\d?)")
ROLE = (
    "申请人|被申请人|投诉人|举报人|反映人|来电人|劳动者|职工|员工|工人|务工人员|农民工|伤者|死者|患者|病人|本人|该员|其本人|当事人|失业人员|参保人|"
    "退休人员|受伤人|受害人|申诉人|家属|证人|女工|男工|童工|学徒|学生|学员|求职者|应聘者|应聘人员|应聘人|考生|残疾人"
)
#: A definite person: this worker, the applicant, he.
DEFINITE = re.compile(
    r"(?:该|本案|上述|涉案)(?:名)?(?:职工|员工|劳动者|工人|同志|人员|人|童工|未成年人|未成年工|申请人|伤者|患者|女工)|申请人|投诉人|举报人|伤者|死者|患者|来电人|反映人|被鉴定人|(?<![给及使由])其(?![他它余中次实])(?=[因患被经在于的右左诊住])|本人(?=[因患被经诊])"
)


def person_in(sentence: str, names: tuple[str, ...] = ()) -> bool:
    """Tell whether a sentence speaks of one person: a masked name, a definite role, or one of ``names``."""
    return bool(MASKED.search(sentence)) or bool(DEFINITE.search(sentence)) or any(name in sentence for name in names)
