"""What fills the slots of a frame: people, companies, places, dates, masked values. All of it fictitious."""

import json
import random
from pathlib import Path

from benchmarks.privacy_set.disguises import FULL_WIDTH
from benchmarks.privacy_set.numbers import BENXI, Numbers

HERE = Path(__file__).parent
WHITE_LIST = json.loads((HERE / "white_list.json").read_text(encoding="utf-8"))
BOILERPLATE = [part.strip() for part in (HERE / "frames" / "boilerplate.txt").read_text(encoding="utf-8").split("%%")]

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董佟程曹袁邓许傅沈曾彭吕"
LONG_SURNAMES = ["欧阳", "司马", "上官", "诸葛"]
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅志建国庆春晓雪峰晨宇浩然子轩"
COMPANY_STEMS = [
    "诚远",
    "宏达",
    "北辰",
    "金桥",
    "新安",
    "天成",
    "华泰",
    "东盛",
    "瑞丰",
    "恒信",
    "山城",
    "枫叶",
    "太子河",
    "关门山",
]
COMPANY_KINDS = ["建筑工程", "劳务派遣", "人力资源服务", "机械制造", "物业服务", "餐饮管理", "商贸", "矿业", "服装加工"]
POSTS = [
    "保安",
    "缝纫工",
    "电焊工",
    "服务员",
    "装卸工",
    "车间操作工",
    "钢筋工",
    "司机",
    "保洁员",
    "技术顾问",
    "外籍教师",
]
STREETS = ["示例街", "样例路", "演示大街", "范例路", "示范街"]
DISTRICTS = ["平山区", "明山区", "溪湖区", "南芬区"]


class Fillers(Numbers):
    """Slots that are not findings by themselves; see `values.py` for those that are."""

    def pick(self, options):
        """One of them."""
        return self.source.choice(options)

    def person(self) -> str:
        """A full name of two to four characters."""
        surname = self.pick(LONG_SURNAMES) if self.source.random() < 0.05 else self.pick(SURNAMES)
        return surname + "".join(self.source.sample(GIVEN, self.pick([1, 2, 2])))

    def masked(self) -> str:
        """A name that is already masked, in one of the styles seen."""
        surname = self.pick(SURNAMES)
        return surname + self.pick(["某某", "某某", "某", "某华", "某1", "**", "*", "某*", "×某"])

    def company(self) -> str:
        """A company that does not exist."""
        return f"本溪示例{self.pick(COMPANY_STEMS)}{self.pick(COMPANY_KINDS)}有限{self.pick(['公司', '责任公司'])}"

    def company_address(self) -> str:
        """The seat of a company, as exact as a home would be."""
        return f"本溪市{self.pick(DISTRICTS)}{self.pick(STREETS)}{self.n3()}号" + self.pick(
            [
                "",
                f"{self.n()}单元{self.n3()}室",
                f"示例大厦{self.n3()}室",
                f"{self.n()}层",
                f"{self.n()}号楼{self.n3()}室",
            ]
        )

    def n(self) -> str:
        """A number from 1 to 9."""
        return str(self.source.randint(1, 9))

    def n3(self) -> str:
        """A number from 100 to 999."""
        return str(self.source.randint(100, 999))

    def year(self) -> str:
        """A year of the portal."""
        return self.pick(["2023", "2024", "2025", "2026"])

    def month(self) -> str:
        """Such as 2026年1月."""
        return f"{self.year()}年{self.source.randint(1, 12)}月"

    def date(self) -> str:
        """Such as 2026年3月5日."""
        return f"{self.month()}{self.source.randint(1, 28)}日"

    def iso(self) -> str:
        """Such as 2026-03-05, or with slashes."""
        return f"{self.year()}-{self.source.randint(1, 12):02}-{self.source.randint(1, 28):02}".replace(
            "-", self.pick("-/")
        )

    def ymd(self) -> str:
        """Such as 20260305."""
        return f"{self.year()}{self.source.randint(1, 12):02}{self.source.randint(1, 28):02}"

    def money(self) -> str:
        """An amount in yuan."""
        return self.pick(
            [
                f"{self.n()},{self.n3()}.00",
                f"{self.n()}{self.n3()}.{self.digits(2)}",
                f"{self.n3()},{self.digits(3)}.50",
                self.n3() + "00",
            ]
        )

    def case_number(self) -> str:
        """A document number in the brackets that are seen."""
        left, right = self.pick(["〔〕", "〔〕", "〔〕", "[]", "【】", "（）", "()"])
        return (
            self.pick(
                [
                    "示例人社监罚字",
                    "示例人社监令字",
                    "示例人社监罚决字",
                    "示例人社许决字",
                    "示例劳人仲案字",
                    "示例人社监询字",
                ]
            )
            + f"{left}{self.year()}{right}"
            + self.pick([f"第{self.digits(3)}号", f"{self.n3()}号", f"第{self.n()}号"])
        )

    def masked_id(self) -> str:
        """An ID that is already masked."""
        area, last = self.pick([*BENXI, "512223", "372929"]), self.digits(4)
        return self.pick(
            [
                f"{area}19********",
                f"{area}####",
                f"{area}********{last}",
                f"{area[:4]}**************",
                f"{area}XXXXXXXX{last}",
                f"***************{last[:3]}",
            ]
        )

    def masked_phone(self) -> str:
        """A mobile number that is already masked."""
        return (
            self.pick(["138", "139", "150", "186"]) + self.pick(["****", "xxxx", "＊＊＊＊", "****"]) + self.digits(4)
        )

    def masked_bank(self) -> str:
        """A card that is already masked."""
        last = self.digits(4)
        return self.pick(
            [f"6222 **** **** {last}", f"622202*********{last}", f"************{last}", f"6217********{last}"]
        )

    def credit_code_of_digits(self) -> str:
        """An all-digit credit code, now and then in full width or with a zero-width space inside."""
        code, chance = self.credit_code(all_digits=True), self.source.random()
        if chance < 0.12:
            return code.translate(FULL_WIDTH)
        return code[:8] + "\u200b" + code[8:] if chance < 0.2 else code

    def spaced_credit_code(self) -> str:
        """A credit code broken by spaces, as scans have them."""
        code = self.credit_code()
        return f"{code[:8]} {code[8:17]} {code[17:]}"

    def coordinates(self) -> str:
        """Degrees with decimals, in Benxi."""
        return f"东经123.{self.digits(5)}，北纬41.{self.digits(5)}"

    def boilerplate(self) -> str:
        """Two to five paragraphs without any finding."""
        return "\n".join(self.source.sample(BOILERPLATE, self.pick([2, 2, 3, 5])))

    def plate(self, dot: str = "") -> str:
        """A plate of Benxi; six characters after the letter for new energy."""
        letters = "ABDFGHJK"
        return (
            "辽E"
            + dot
            + self.pick(
                [
                    "000" + self.digits(2),
                    f"0{self.pick(letters)}0{self.digits(2)}",
                    "D000" + self.digits(2),
                    f"00{self.digits(2)}{self.pick(letters)}",
                ]
            )
        )

    def passport(self) -> str:
        """A letter, perhaps a second one, and seven or eight digits."""
        return self.pick("EGDSP") + self.pick(["000" + self.digits(5), self.pick("ABC") + "000" + self.digits(4)])

    def email(self) -> str:
        """An address under a reserved domain."""
        name = self.pick(["zhangsan", "li.wei", "wang_fang", "liuyang", "chen-jie", "sunny", "job", "hr.demo"])
        return f"{name}{self.pick(['', self.digits(2), self.digits(4)])}@{self.pick(['example.com', 'example.cn', 'mail.example.org', 'example.net'])}"

    def wechat(self) -> str:
        """A WeChat name."""
        return self.pick(["wxid_demo", "shili_", "Example-", "gongyou_"]) + self.pick("abkmxz") + self.digits(4)


def slots(fill: Fillers) -> dict:
    """Slot name to a function that fills it; none of these is a finding."""
    source: random.Random = fill.source
    return {
        "masked": fill.masked,
        "rep": fill.person,
        "company": fill.company,
        "post": lambda: fill.pick(POSTS),
        "caddr": fill.company_address,
        "city": lambda: fill.pick(["本溪市", "辽宁省本溪市"]),
        "district": lambda: fill.pick(DISTRICTS),
        "street": lambda: fill.pick(STREETS),
        "room": lambda: fill.n() + "0" + fill.n(),
        "n": fill.n,
        "n3": fill.n3,
        "year": fill.year,
        "month": fill.month,
        "date": fill.date,
        "iso": fill.iso,
        "ymd": fill.ymd,
        "money": fill.money,
        "caseno": fill.case_number,
        "uscc": fill.credit_code,
        "digituscc": fill.credit_code_of_digits,
        "idcode": fill.id18_and_credit_code,
        "uscc_spaced": fill.spaced_credit_code,
        "agency": fill.agency_code,
        "org9": lambda: "MA0" + fill.digits(5) + "-" + fill.digits(1),
        "cert": lambda: fill.pick(WHITE_LIST["officer_certificates"]),
        "office": lambda: fill.pick(WHITE_LIST["landlines"]).replace("-", fill.pick(["-", "-", ""])),
        "ownacct": lambda: fill.pick(WHITE_LIST["accounts"]),
        "maskid": fill.masked_id,
        "maskphone": fill.masked_phone,
        "maskbank": fill.masked_bank,
        "serial8": lambda: fill.serial(8),
        "serial12": lambda: fill.serial(12),
        "serial16": lambda: fill.serial(16),
        "serial18": lambda: fill.serial(18),
        "serial20": lambda: fill.serial(20),
        "baddate": fill.id18_impossible_date,
        "badarea": fill.id18_impossible_area,
        "nobank": lambda: fill.card(valid=False),
        "postcode": lambda: "1170" + fill.digits(2),
        "coord": fill.coordinates,
        "version": lambda: f"{fill.n()}.{source.randint(0, 20)}.{source.randint(0, 300)}",
        "boiler": fill.boilerplate,
    }
