"""What answers, whatever was typed: small talk with a friendly word, the rest from the documents as they are now."""

from collections.abc import Callable
from threading import Lock

from domain.clock import Clock, today
from rag import words
from rag.answer import Answer, Part, Question
from rag.answering import Answering
from rag.consent import consent
from rag.fold import fold
from rag.model.ports import OnText
from rag.ports import Finder, Library
from rag.reader import LONGEST_QUESTION, Reader
from rag.regions import Gazetteer
from rag.seeker import Seeker
from rag.smalltalk import small_talk
from rag.stacks import Stacks
from rag.thesaurus import Thesaurus
from rag.tuning import Tuning


class Assistant:
    """Answers questions out of the library. Every method blocks; call it off the event loop. Safe for many threads.

    The documents are read when the first question comes, or at `warm`: whoever never answers need not.
    """

    def __init__(
        self,
        library: Library,
        finder: Finder,
        clock: Clock,
        gazetteer: Gazetteer,
        is_word: Callable[[str], bool],
        tuning: Tuning | None = None,
    ) -> None:
        self._library = library
        self._finder = finder
        self._clock = clock
        self._gazetteer = gazetteer
        self._is_word = is_word
        self._thesaurus = Thesaurus.shipped()
        self._tuning = tuning or Tuning()
        self._stacks = Stacks(library, finder, gazetteer, is_word, self._thesaurus.terms())
        self._making = Lock()
        self._answering: Answering | None = None
        self._kept_up = False

    def warm(self) -> None:
        """Read the documents, so that the first question need not wait for that."""
        self._current()

    def keep_up(self) -> None:
        """Read what changed. Whoever calls this goes on doing so: from now on questions leave it to them, and wait for no reading."""
        with self._making:
            self._renewed()
        self._kept_up = True

    def answer(self, question: Question, on_text: OnText | None = None) -> Answer:  # noqa: ARG002
        """The answer. It is there at once and whole, so `on_text` is shown nothing."""
        text = fold(question.text)[:LONGEST_QUESTION]
        if not text:
            return Answer((Part(words.EMPTY),), chitchat=True)
        talk = small_talk(text) or _on_our_words(text, question)
        if talk:
            return Answer((Part(talk),), chitchat=True)
        return self._current().answer(question, today(self._clock))

    def _current(self) -> Answering:
        """What answers from the present revision. A question under way keeps the one that it began with.

        Where nobody keeps up, one thread does, and the others go on with the one before meanwhile; only at the very first all wait.
        """
        before = self._answering
        if before is None:
            with self._making:
                return self._renewed()
        if not self._kept_up and self._is_old(before) and self._making.acquire(blocking=False):
            try:
                return self._renewed()
            finally:
                self._making.release()
        return before

    def _renewed(self) -> Answering:
        if self._answering is None or self._is_old(self._answering):
            self._answering = self._over_present()
        return self._answering

    def _is_old(self, answering: Answering) -> bool:
        return self._library.revision() != answering.shelf.revision

    def _over_present(self) -> Answering:
        shelf = self._stacks.present()
        reader = Reader(shelf, self._finder, self._gazetteer, self._thesaurus, self._is_word, self._tuning)
        seeker = Seeker(shelf, self._library, self._finder, self._tuning)
        return Answering(shelf, reader, seeker, self._finder, self._gazetteer, self._tuning)


def _on_our_words(text: str, question: Question) -> str:
    """What to say to a bare yes or no; "" for anything else, and for a yes of one who cannot be asked back: it repeats the question."""
    yes = consent(text)
    if yes is None or (yes and question.history and not question.may_ask):
        return ""
    read = bool(question.history) and bool(question.history[-1].reading)
    return words.MISREAD if read and not yes else words.GO_ON
