"""A worker of the site: `python -m web.worker` takes work from the queue until it is told to end."""

from __future__ import annotations

import logging

from huey.consumer import Consumer

from web.queue import Queue
from web.settings import load


def main() -> None:
    """Work until a signal: SIGINT lets the work under way end, SIGTERM does not."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    queue = Queue(load())
    queue.recover()
    Consumer(
        queue.huey,
        workers=queue.settings.workers,
        worker_type="process",
        initial_delay=0.05,
        max_delay=0.5,
        check_worker_health=True,
    ).run()


if __name__ == "__main__":
    main()
