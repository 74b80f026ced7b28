"""Health of a person: a diagnosis, a record, a grade of disability, tied to somebody in the same sentence (rule 6)."""

import re
from collections.abc import Iterator

from ..kinds import CERTAIN, Finding
from ..reading import Reading
from .people import person_in

_DISEASE = (
    "尘肺|矽肺|肺结核|结核病|艾滋病|HIV|乙肝|肝炎|肝硬化|癌|肿瘤|白血病|糖尿病|高血压|冠心病|心脏病|心肌梗[死塞]|脑梗[死塞]?|脑出血|脑卒中|抑郁症|抑郁|焦虑症|精神分裂症?|精神障碍|癫痫|尿毒症|肾衰竭|"
    "腰椎间盘突出症?|颈椎病|股骨头坏死|噪声聋|听力损失|中毒|烧伤|烫伤|骨折|骨裂|截肢|缺失|离断|脱位|挫伤|裂伤|脑外伤|脑震荡|颅脑损伤|脊髓损伤|瘫痪|截瘫|失明|视力[^，。]{0,6}(?:下降|丧失)|怀孕|妊娠|流产|产后|"
    "哮喘|肺炎|肾炎|胃炎|阑尾炎|红斑狼疮|类风湿|强直性脊柱炎|性病|梅毒|甲状腺"
)
_PART = "头|颅|面|眼|耳|鼻|颈|肩|臂|肘|腕|手|指|胸|肋|腰|椎|脊|腹|髋|骨盆|股骨|腿|膝|胫|腓|踝|足|趾|肺|心|肝|肾|脑|皮肤"
_STATEMENT = re.compile(
    rf"(?:诊断[为是：:]|确诊[为患]?|被?诊断患有|患有?|罹患|感染)(?P<a>[^，。；、\n（(]{{0,16}}(?:{_DISEASE}|病|症|炎|综合征))"
    rf"|(?P<b>(?:[左右双]?(?:侧|上|下)?(?:{_PART})[^，。；\n]{{0,14}}?(?:{_DISEASE}|受伤|损伤|砸伤|压伤|割伤|夹伤|扭伤|扎伤|划伤|摔伤|炸伤|擦伤|刺伤|绞伤|受损|挤压|缺失|切除|粉碎|断裂)))"
    r"|(?P<c>(?:伤残|残疾|致残|护理|劳动功能障碍)[^，。；\n]{0,8}?(?:[一二三四五六七八九十]|\d{1,2})\s?级|(?:[一二三四五六七八九十]|\d{1,2})\s?级\s?(?:伤残|残疾|致残))"
    r"|(?P<d>(?:鉴定结论为?|劳动能力鉴定为?|经鉴定为?|被鉴定为)?(?:完全|大部分|部分)丧失劳动能力)"
    r"|(?P<e>病历[^，。；\n]{0,4}(?:记载|显示|载明|号)[^，。；\n]{1,24}|住院号?[^，。；\n]{0,4}\d{4,}|(?:CT|MRI|B超|核磁|检查报告|化验|体检)[^，。；\n]{0,6}(?:显示|示|结果为?|提示)[^，。；\n]{2,24})"
    r"|(?P<f>(?:职业性)[^，。；\n]{1,14}?(?:病|聋|中毒|肺|肿瘤|癌|炎)(?:[壹贰叁一二三]期)?|(?:煤工)?尘肺[病]?(?:[壹贰叁一二三]期)|(?:矽肺|尘肺)[^，。；\n]{0,4}期)"
    rf"|(?P<g>(?:已|正)?(?:怀孕|妊娠|孕)\s?(?:[一二三四五六七八九十]|\d{{1,2}})?\s?(?:个月|周|期)?(?:流产)?|先兆流产|流产手术|(?:{_DISEASE})(?:术后|发作|治疗|手术|住院))"
    r"|(?P<h>(?:视力|听力|言语|肢体|智力|精神)残疾|乙肝表面抗原阳性|HIV阳性|核酸阳性|精神类药物)"
)
_LAW = re.compile(
    r"条例|办法|规定[，。]|第[一二三四五六七八九十百\d]+条|应当认定|情形|标准|对照表|享受|按照|一次性|凡|有下列|包括|以上的|不得|禁止|目录|人次|共(?:受理|认定)|件，|宣讲|材料|申请表|鉴定表|学习|讲座|培训|预防|防治|用人单位应"
)
_FIRM_PERSON = re.compile(
    r"[\u4e00-\u9fff](?:某|×|\*)|该(?:职工|员工|劳动者|工人|同志)|(?:申请人|投诉人|伤者|死者|患者)(?:[^，。；]{0,12})(?:患|被诊断|受伤|经诊断|右|左|怀孕|确诊|因)"
)
_HEADER = re.compile(r"诊断|伤残|残疾|病情|病种|伤情|健康状况|疾病|鉴定结论|伤害部位|受伤部位|劳动能力|护理等级|职业病")
_WORD = re.compile(
    r"诊断|患|残|丧失劳动|病|孕|症|流产|伤|癌|炎|肿瘤|骨折|缺失|住院|CT|MRI|HIV|尘肺|矽肺|妊娠|阳性|精神"
)
_NOT_SAID = re.compile(r"^(?:无|否|健康|良好|正常|合格|未见异常|\d+人?|-+|—+|\*+|/)$")


def find_health(reading: Reading, names: tuple[str, ...]) -> Iterator[Finding]:
    """Yield ``health`` findings; ``names`` are the persons found in the text so far."""
    text = reading.text
    for left, right in _sentences(reading):
        sentence = text[left:right]
        if not person_in(sentence, names) or (_LAW.search(sentence) and not _firm(sentence, names)):
            continue
        for match in _STATEMENT.finditer(text, left, right):
            start, end = match.span()
            if "《" in text[max(0, start - 12) : start] and "》" in text[end : end + 16]:
                continue
            yield Finding(start, end, "health", CERTAIN, match[0])
    for start, end, _, headers in reading.tables.cells(_HEADER):
        if not _NOT_SAID.match(text[start:end]) and end - start <= 40:
            if "姓" in headers or person_in(_row(text, start, end), names):
                yield Finding(start, end, "health", CERTAIN, text[start:end])


def _sentences(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the sentences in which a word of health stands, each once."""
    done = 0
    for match in _WORD.finditer(reading.text):
        if match.start() < done:
            continue
        left, right = reading.sentence(match.start(), match.end())
        done = right
        yield left, right


def _firm(sentence: str, names: tuple[str, ...]) -> bool:
    """A person is named and acts: not the general words of a rule."""
    return bool(_FIRM_PERSON.search(sentence)) or any(name in sentence for name in names)


def _row(text: str, start: int, end: int) -> str:
    left, right = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    return text[left : right if right >= 0 else len(text)]
