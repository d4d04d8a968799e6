"""Mobile numbers as people write them, kept in E.164; shown as 138****1234 until both sides agreed."""

import phonenumbers

from chat.flow import Invalid
from domain.patterns import pattern
from rag.fold import narrow

NO_MOBILE = "请写11位手机号，例如：13800001234。"
NOT_MOBILE = "这像是座机号。审核和对接要用手机联系，请写11位手机号。"
_RUN = pattern(r"\+?\d(?:[ \-]?\d){9,14}")


def mobile(text: str) -> str:
    """A mobile number in E.164. Raises Invalid with what to write instead."""
    words = narrow(text).strip()
    try:
        number = phonenumbers.parse(words, "CN")
    except phonenumbers.NumberParseException as error:
        raise Invalid(NO_MOBILE) from error
    kind = phonenumbers.number_type(number)
    if not phonenumbers.is_valid_number(number):
        raise Invalid(NO_MOBILE)
    if kind == phonenumbers.PhoneNumberType.FIXED_LINE:
        raise Invalid(NOT_MOBILE)
    if kind not in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE):
        raise Invalid(NO_MOBILE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def mobile_in(text: str) -> str:
    """A mobile number that a sentence holds, in E.164; "" where there is none."""
    for found in _RUN.finditer(narrow(text)):
        try:
            return mobile(found[0])
        except Invalid:
            continue
    return ""


def shown(number: str) -> str:
    """A number with its middle hidden: +8613800001234 → 138****1234."""
    local = number.removeprefix("+86")
    return f"{local[:3]}****{local[-4:]}" if len(local) >= 8 else "****"


def plain(number: str) -> str:
    """A number in full, as people dial it at home."""
    return number.removeprefix("+86")
