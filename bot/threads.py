"""Threads that must not hold the end up: what blocks in one, such as a language model that does not answer, is left behind."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor


class Leaving(ThreadPoolExecutor):
    """An executor whose end waits for nobody. What its threads still do is never kept: keeping happens on the loop, which has ended."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        """Begin nothing more."""
        super().shutdown(wait=False, cancel_futures=True)


def leave(code: int) -> None:
    """End the process now where a thread would keep it; everything was closed before."""
    if any(thread.is_alive() and not thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
