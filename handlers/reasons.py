"""Why something is returned: one of the usual reasons, or the staff's own words. Whoever sent it in reads them as they are."""

from collections.abc import Mapping

from chat.flow import Invalid, Step
from chat.reply import Choice
from domain.masking import masked

WHY = "为什么退回？点一个，或自己写；企业会原样看到。"
NO_REASON = "请写退回的原因，2到200个字，让企业知道改哪里。"


def reason_step(usual: Mapping[str, str], why: str = WHY) -> Step:
    """The question for the reason; `usual` are the reasons on buttons by their keys."""
    return Step("reason", why, _reason, tuple(Choice(words, key) for key, words in usual.items()), label="原因")


def _reason(text: str) -> str:
    words = masked(text.strip())
    if not 2 <= len(words) <= 200:
        raise Invalid(NO_REASON)
    return words
