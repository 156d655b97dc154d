"""The checksums of payment cards, bank accounts and national numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

# SWIFT IBAN Registry: the length of an account number in each country, 2026-11-21.
_IBAN = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18"
    " DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22"
    " IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19"
    " MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31"
    " SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
)
IBAN_LENGTHS = {one[:2]: int(one[2:]) for one in _IBAN.split()}
_D, _P = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9), "1576283094"  # Luhn's doubling; Verhoeff's permutation


def luhn(digits: str) -> bool:
    """Whether the last digit is that of Luhn's formula (ISO/IEC 7812-1)."""
    total = sum(_D[int(one)] if at % 2 else int(one) for at, one in enumerate(reversed(digits)))
    return total % 10 == 0


def card(digits: str) -> bool:
    """Whether a number has the beginning and length of a card issuer, and Luhn's digit."""
    four, size = int(digits[:4]), len(digits)
    issued = (
        (digits[0] == "4" and size in (13, 16, 19))
        or ((5100 <= four < 5600 or 2221 <= four < 2721) and size == 16)
        or (four // 100 in (34, 37) and size == 15)
        or ((four == 6011 or four // 100 == 65 or 3528 <= four < 3590) and size == 16)
        or (four // 100 in (36, 38) and size == 14)
    )
    return issued and luhn(digits)


def iban(text: str) -> bool:
    """Whether an account number has its country's length and the checksum of ISO 13616."""
    if IBAN_LENGTHS.get(text[:2]) != len(text) or not text.isalnum():
        return False
    return int("".join(str(int(one, 36)) for one in text[4:] + text[:4])) % 97 == 1


def calendar(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _weighted(digits: str, weights: Iterable[int]) -> int:
    return sum(int(one) * weight for one, weight in zip(digits, weights, strict=False))


def social_security(text: str) -> bool:
    """United States, SSN: no checksum; the areas, groups and serials that are never given out."""
    area, group, serial = text[:3], text[3:5], text[5:]
    return area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"


def spain(text: str) -> bool:
    """Spain, DNI and NIE: the letter is the number modulo 23."""
    digits = text[:-1].translate(str.maketrans("XYZ", "012"))
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23] == text[-1]


def netherlands(text: str) -> bool:
    """Netherlands, BSN: eleven-proof."""
    return _weighted(text, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def poland(text: str) -> bool:
    """Poland, PESEL: a day of birth and a weighted digit."""
    month = int(text[2:4]) % 20
    return calendar(2000, month, min(int(text[4:6]), 28)) and (
        _weighted(text, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0
    )


def brazil(text: str) -> bool:
    """Brazil, CPF: two weighted digits."""

    def digit(size: int) -> int:
        return _weighted(text, range(size + 1, 1, -1)) * 10 % 11 % 10

    return digit(9) == int(text[9]) and digit(10) == int(text[10])


def italy(text: str) -> bool:
    """Italy, codice fiscale: the last letter, from odd and even places."""
    odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
           23)  # fmt: skip
    values = [int(one) if one.isdigit() else ord(one) - 65 for one in text[:15]]
    total = sum(odd[one] if at % 2 == 0 else one for at, one in enumerate(values))
    return ord(text[15]) - 65 == total % 26


def france(text: str) -> bool:
    """France, NIR: sex, year, month, place, order, and a key modulo 97."""
    number = text[:13].replace("2A", "19").replace("2B", "18")
    right = number.isdigit() and 97 - int(number) % 97 == int(text[13:])
    return right and (1 <= int(text[3:5]) <= 12 or 20 <= int(text[3:5]) <= 42)


def belgium(text: str) -> bool:
    """Belgium, national number: a key modulo 97, of both centuries."""
    number, key = int(text[:9]), int(text[9:])
    return key in (97 - number % 97, 97 - (2_000_000_000 + number) % 97)


def sweden(text: str) -> bool:
    """Sweden, personnummer: a day of birth, and Luhn's digit."""
    day = int(text[4:6])
    return calendar(2000, int(text[2:4]), day if day <= 31 else day - 60) and luhn(text[-10:])


def finland(text: str) -> bool:
    """Finland, henkilötunnus: a day of birth, and a mark modulo 31; numbers from 900 are for tests."""
    number = text[:6] + text[7:10]
    right = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(number) % 31] == text[10]
    return right and calendar(2000, int(text[2:4]), int(text[:2])) and text[7] != "9"


def china(text: str) -> bool:
    """China, resident identity number: a day of birth, and a mark by ISO 7064."""
    mark = "10X98765432"[_weighted(text, (pow(2, 17 - at, 11) for at in range(17))) % 11]
    born = calendar(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    return born and mark == text[17] and "1900" <= text[6:10] < "2100"


def india(text: str) -> bool:
    """India, Aadhaar: Verhoeff's digit."""
    check = 0
    for at, one in enumerate(reversed(text)):
        value = int(one)
        for _ in range(at % 8):
            value = int(_P[value])
        check = _dihedral(check, value)
    return check == 0


def _dihedral(one: int, other: int) -> int:
    """Multiply in the group of the pentagon's symmetries, which Verhoeff's digit is made with."""
    turned = (one + other) % 5 if one < 5 else (one - other) % 5
    return turned + 5 if (one < 5) != (other < 5) else turned


def germany(text: str) -> bool:
    """Germany, Steuer-ID: one digit of the first ten twice or thrice, and a digit by ISO 7064."""
    product = 10
    for one in text[:10]:
        product = (int(one) + product) % 10 or 10
        product = product * 2 % 11
    most = max(text[:10].count(one) for one in text[:10])
    return (11 - product) % 10 == int(text[10]) and most in (2, 3)


def britain(text: str) -> bool:
    """United Kingdom, National Insurance number: no checksum; the prefixes that are never given out."""
    return text[:2] not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")


def switzerland(text: str) -> bool:
    """Switzerland, AHV number: the digit of EAN-13."""
    return _weighted(text, (1, 3) * 6 + (1,)) % 10 == 0


# What it is | the word beside it, empty where the number proves itself | its shape | its check | page.
NATIONAL: tuple[tuple[str, str, str, Callable[[str], bool], str], ...] = (
    ("US social security number", "ssn|social security",
     "[0-9]{3}-[0-9]{2}-[0-9]{4}", social_security, "www.ssa.gov/employer/randomization.html"),
    ("Spanish identity number", "dni|nie|nif",
     r"[0-9XYZ][0-9](?:[0-9]{6}|\.[0-9]{3}\.[0-9]{3})-?[A-Z]", spain,
     "www.interior.gob.es, letter of the DNI"),
    ("Dutch citizen number", "bsn|burgerservicenummer", r"[0-9]{4}\.?[0-9]{2}\.?[0-9]{3}", netherlands,
     "www.rvig.nl, burgerservicenummer"),
    ("British National Insurance number", "national insurance|nino|ni number",
     "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]", britain,
     "www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110"),
    ("German tax number",
     "steuer-?id|steuer-?identifikationsnummer|steuerliche identifikationsnummer|idnr|id-nr",
     "[1-9][0-9] ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}", germany,
     "www.bzst.de, steuerliche Identifikationsnummer"),
    ("Canadian social insurance number", "(?-i:SIN)|social insurance",
     "[1-79][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{3}", luhn, "www.canada.ca, social insurance number"),
    ("Swiss social security number", "ahv|avs|ahv-nummer|sozialversicherungsnummer", "756[0-9]{10}",
     switzerland, "www.zas.admin.ch, AHV number"),
    ("Swiss social security number", "", r"756\.[0-9]{4}\.[0-9]{4}\.[0-9]{2}", switzerland,
     "www.zas.admin.ch, AHV number"),
    ("Polish identity number", "pesel", "[0-9]{11}", poland, "www.gov.pl/web/gov/pesel"),
    ("Indian identity number", "aadhaar|aadhar|uidai", "[2-9][0-9]{3} ?[0-9]{4} ?[0-9]{4}", india,
     "uidai.gov.in"),
    ("Brazilian taxpayer number", "", r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}", brazil,
     "www.gov.br/receitafederal, CPF"),
    ("Italian tax code", "",
     "[A-Z]{6}[0-9]{2}[ABCDEHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]", italy,
     "www.agenziaentrate.gov.it, codice fiscale"),
    ("French social security number", "",
     "[12] ?[0-9]{2} ?[0-9]{2} ?[0-9][0-9AB] ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}", france,
     "www.insee.fr, numéro d'inscription au répertoire"),
    ("Belgian national number", "", r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9]{3}\.[0-9]{2}", belgium,
     "www.ibz.rrn.fgov.be"),
    ("Swedish identity number", "", "(?:19|20)?[0-9]{6}-[0-9]{4}", sweden,
     "www.skatteverket.se, personnummer"),
    ("Finnish identity code", "", "[0-9]{6}[+A-FU-Y-][0-9]{3}[0-9A-Y]", finland, "dvv.fi"),
    ("Chinese identity number", "", "[1-8][0-9]{5}(?:19|20)[0-9]{9}[0-9X]", china, "GB 11643-1999"),
)  # fmt: skip
