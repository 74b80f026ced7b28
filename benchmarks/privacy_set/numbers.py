"""Fictitious numbers with right check digits.

Sequence codes of IDs are 900 to 999, which counties do not reach in a day; the middle of a mobile number is 000d, land lines
begin with 0 after the area code, and cards have a run of zeros: valid in form, given to nobody.
"""

import datetime
import random

#: The first two digits of GB/T 2260, with Hong Kong, Macao and Taiwan (71, 81, 82, 83).
PROVINCES = {*range(11, 16), 21, 22, 23, *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83}
BENXI = ["210502", "210503", "210504", "210505", "210521", "210522"]
ELSEWHERE = [
    "210102",
    "210302",
    "210402",
    "210602",
    "220102",
    "230103",
    "370102",
    "410102",
    "510104",
    "130102",
    "110101",
]
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_check(body: str) -> str:
    """The 18th character of an ID (GB 11643-1999) for its first 17 digits."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(body, ID_WEIGHTS, strict=True)) % 11]


def is_real_date(text: str) -> bool:
    """Whether YYYYMMDD is a day of the years 1800 to 2026."""
    try:
        return 1800 <= datetime.date(int(text[:4]), int(text[4:6]), int(text[6:])).year <= 2026
    except ValueError:
        return False


def is_id18(number: str) -> bool:
    """Province, date and check digit all hold."""
    return (
        len(number) == 18
        and number[:17].isdigit()
        and int(number[:2]) in PROVINCES
        and is_real_date(number[6:14])
        and id_check(number[:17]) == number[17].upper()
    )


def luhn(number: str) -> bool:
    """Whether the Luhn sum of a string of digits is a multiple of ten."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def credit_check(body: str) -> str:
    """The 18th character of a social credit code (GB 32100-2015) for its first 17."""
    total = sum(CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def is_credit_code(number: str) -> bool:
    """Whether 18 characters are a social credit code with the right check character."""
    return (
        len(number) == 18
        and all(c in CREDIT_ALPHABET for c in number)
        and number[2:8].isdigit()
        and credit_check(number[:17]) == number[17]
    )


def organisation_check(body: str) -> str:
    """The ninth character of an organisation code (GB 11714) for its first eight."""
    values = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(values.index(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return "0123456789X0"[11 - total % 11]


class Numbers:
    """Makes numbers from one seeded source."""

    def __init__(self, source: random.Random):
        self.source = source

    def digits(self, count: int) -> str:
        """That many random digits."""
        return "".join(self.source.choice("0123456789") for _ in range(count))

    def birthday(self, first: int = 1955, last: int = 2004) -> str:
        """A real date as YYYYMMDD, in the years from first to last."""
        day = datetime.date(first, 1, 1) + datetime.timedelta(self.source.randrange((last - first + 1) * 365))
        return day.strftime("%Y%m%d")

    def area(self) -> str:
        """A real area code, mostly of Benxi."""
        return self.source.choice(BENXI if self.source.random() < 0.7 else ELSEWHERE)

    def id18(self, area: str = "", first: int = 1955, last: int = 2004) -> str:
        """A valid ID that is not a credit code by chance."""
        while True:
            body = (area or self.area()) + self.birthday(first, last) + "9" + self.digits(2)
            number = body + id_check(body)
            if not is_credit_code(number):
                return number

    def id18_x(self) -> str:
        """A valid ID that ends in X."""
        while not (number := self.id18()).endswith("X"):
            pass
        return number if self.source.random() < 0.6 else number.lower()

    def id18_and_credit_code(self) -> str:
        """All digits, right as an ID and right as a social credit code."""
        while True:
            body = self.area() + self.birthday() + "9" + self.digits(2)
            number = body + id_check(body)
            if number.isdigit() and is_credit_code(number):
                return number

    def id18_wrong_check(self) -> str:
        """A real area and date, a wrong check digit; no credit code and no card either."""
        while True:
            number = self.source.choice(BENXI) + self.birthday() + "9" + self.digits(3)
            if not is_id18(number) and not is_credit_code(number):
                return number

    def id18_impossible_date(self) -> str:
        """A right check digit over a day that never was."""
        while True:
            day = self.source.choice(["0230", "0231", "0431", "0631", "1131", "1301", "0010", "1532", "0229"])
            body = self.source.choice(BENXI) + self.source.choice(["1971", "1983", "1990", "1995", "1999"]) + day
            body += "9" + self.digits(2)
            number = body + id_check(body)
            if number.isdigit() and not is_credit_code(number):
                return number

    def id18_impossible_area(self) -> str:
        """A right check digit after a province code that does not exist."""
        while True:
            area = self.source.choice(["16", "19", "20", "25", "27", "29", "70", "73", "76", "78"]) + self.digits(4)
            body = area + self.birthday() + "9" + self.digits(2)
            number = body + id_check(body)
            if number.isdigit() and not is_credit_code(number):
                return number

    def id15(self) -> str:
        """An ID of 15 digits: area, YYMMDD, sequence."""
        return self.source.choice(BENXI) + self.birthday(1940, 1975)[2:] + "9" + self.digits(2)

    def phone(self) -> str:
        """A mobile number of 11 digits."""
        prefixes = (
            "130",
            "133",
            "135",
            "138",
            "139",
            "147",
            "150",
            "155",
            "158",
            "166",
            "173",
            "177",
            "182",
            "186",
            "189",
            "191",
            "198",
        )
        return self.source.choice(prefixes) + "000" + self.digits(5)

    def landline(self) -> str:
        """A land line with its area code, on no white list."""
        if self.source.random() < 0.75:
            area, rest = "024", "0002" + self.digits(4)
        else:
            area, rest = "0414", "003" + self.digits(4)
        return area + self.source.choice(["-", "-", ""]) + rest

    def card(self, valid: bool = True) -> str:
        """A bank card or account of 16 to 19 digits that passes Luhn, or fails it."""
        length = self.source.choice([16, 16, 19, 19, 19, 17, 18])
        prefix = self.source.choice(["622202", "621700", "622848", "621226", "436742", "356889", "529930", "625001"])
        while True:
            number = prefix + "000" + self.digits(length - 9)
            if luhn(number) == valid and not is_id18(number) and not is_credit_code(number):
                return number

    def company_account(self) -> str:
        """A company's account, 13 to 19 digits, that fails Luhn."""
        while True:
            number = self.source.choice("3456") + "0000" + self.digits(self.source.choice([8, 10, 12, 14]))
            if not luhn(number):
                return number

    def credit_code(self, all_digits: bool = False) -> str:
        """A social credit code of a fictitious body in Benxi; never an ID, never a card."""
        while True:
            kind = self.source.choice(["11", "12", "91", "91", "91", "92", "52"])
            body = "0" + self.digits(7) if all_digits else "MA" + "DEM"[: self.source.choice([2, 3])]
            while len(body) < 8:
                body += self.source.choice("0123456789ABCDEFGHJKLMNPQRTUWXY")
            body = kind + self.source.choice(BENXI + ["210500"]) + body + organisation_check(body)
            number = body + credit_check(body)
            if number.isdigit() == all_digits and not is_id18(number) and not (all_digits and luhn(number)):
                return number

    def agency_code(self) -> str:
        """18 digits that are no ID, no credit code and no card."""
        while True:
            number = self.source.choice(["112105", "122105", "102105"]) + "0" + self.digits(11)
            if not is_credit_code(number) and not is_id18(number):
                return number

    def serial(self, length: int) -> str:
        """A serial that begins with a day of 2026 (20260305...): no ID, no card."""
        return "2026" + self.birthday(1999, 1999)[4:] + self.digits(length - 8)

    def residence(self) -> str:
        """A foreigner's permanent residence number: new (18 digits from 9) or old (three letters and twelve digits)."""
        if self.source.random() < 0.55:
            body = (
                "921"
                + self.source.choice(["840", "410", "392", "276"])
                + self.birthday(1960, 1999)
                + "9"
                + self.digits(2)
            )
            return body + id_check(body)
        return self.source.choice(["USA", "KOR", "JPN", "DEU"]) + "2105" + self.digits(8)
