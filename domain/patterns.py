"""Regular expressions that are compiled when they are first asked: a start brings in hundreds, and its first answer needs a few."""

import re
from functools import cache, partial
from typing import Any, AnyStr, cast


def pattern(form: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, made late. Ask it (`RULE.search(text)`); functions of `re` do not take it for a pattern."""
    return cast("re.Pattern[AnyStr]", _Late(form, flags))


class _Late:
    def __init__(self, form: str | bytes, flags: int) -> None:
        self._compiled, self.pattern = cache(partial(re.compile, form, flags)), form

    def __getattr__(self, name: str) -> Any:
        """What was found stays here, so that this is asked once for each name."""
        found = getattr(self._compiled(), name)
        setattr(self, name, found)
        return found
