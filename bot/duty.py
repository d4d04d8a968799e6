"""What only one of several processes may do at a time: fetch a platform's updates, keep to its pace."""

import asyncio
import logging

from bot.platforms.base import Job
from storage.database import Database

log = logging.getLogger(__name__)


async def on_duty(database: Database, duty: str, job: Job, every: float = 1.0) -> None:
    """Do the job while this process has the duty, and wait for the duty otherwise; ends when the job ends.

    Where the duty is lost with the connection to the database the job is cancelled, and begun anew when the duty is back. Whether it is
    free, or still ours, is asked `every` so many seconds; a process that owns its database always has it.
    """
    while True:
        if not await database.hold(duty):
            await asyncio.sleep(every)
            continue
        task = asyncio.create_task(job())
        try:
            while not task.done() and await database.hold(duty):
                await asyncio.wait({task}, timeout=every)
            if task.done():
                return task.result()
            log.warning("the duty %s was lost", duty)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
