"""When the model is not asked: switched off by hand, over the day's budget, resting after failures in a row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.clock import Clock
from rag.model.ports import Gauge, ModelProblem, NotNow, Prompt, Switch, Unsupported, Writer

_OFF = "语言模型已由工作人员停用。"
_SPENT = "今天的语言模型用量已到上限。"
_RESTING = "语言模型接口连续出错，暂停一会儿再试。"


class Rest:
    """After `failures` in a row nobody waits for the endpoint for `seconds`: a dead one would cost each person the whole deadline."""

    def __init__(self, clock: Clock, failures: int = 3, seconds: float = 60) -> None:
        self._clock = clock
        self._failures = failures
        self._seconds = seconds
        self._row = 0
        self._until = 0.0

    def over(self) -> bool:
        """Whether it may be tried."""
        return self._row < self._failures or self._clock.monotonic() >= self._until

    def failed(self) -> None:
        """It failed once more."""
        self._row += 1
        self._until = self._clock.monotonic() + self._seconds

    def worked(self) -> None:
        """It is well."""
        self._row = 0


@dataclass(frozen=True, slots=True)
class Guarded:
    """A writer behind its switch, budget and rest."""

    writer: Writer
    switch: Switch
    gauge: Gauge
    rest: Rest

    @property
    def name(self) -> str:
        """The model's name."""
        return self.writer.name

    def write(self, prompt: Prompt, until: float, *, stream: bool = False) -> Iterator[Mapping[str, object]]:
        """The reply; raises `NotNow` before anything is sent when the model is not to be asked."""
        self._ask_leave(prompt)
        last: Mapping[str, object] = {}
        try:
            for last in self.writer.write(prompt, until, stream=stream):
                yield last
        except Unsupported:
            # It is there, and answers in its own way.
            self.rest.worked()
            raise
        except ModelProblem:
            self.rest.failed()
            raise
        finally:
            self.gauge.add(len(str(last)))
        self.rest.worked()

    def _ask_leave(self, prompt: Prompt) -> None:
        if not self.switch.on():
            raise NotNow(_OFF)
        if not self.rest.over():
            raise NotNow(_RESTING)
        if not self.gauge.take(prompt.size):
            raise NotNow(_SPENT)
