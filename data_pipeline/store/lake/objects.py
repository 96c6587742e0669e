"""The way to the object store: everything in it is named once and never changed. Address, region and keys come from
the AWS_… variables, as every S3 client reads them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import LocalStore, from_url

from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import scrubbed

log = logging.getLogger(__name__)
FOLDER = "file://"
RETRIES, WITHIN_S, CONNECT_S, ANSWER_S = 3, 8, 3, 30
# the same for the tables' library; whether a line is encrypted is the address's to say
TABLES = {"aws_conditional_put": "etag", "max_retries": f"{RETRIES}", "retry_timeout": f"{WITHIN_S}s",
          "connect_timeout": f"{CONNECT_S}s", "timeout": f"{ANSWER_S}s",
          "allow_http": "true"}  # fmt: skip


class Objects:
    def __init__(self, url: str) -> None:
        self.url = url
        self.options = None if url.startswith(FOLDER) else dict(TABLES)
        self._is_away = False
        self._store: Any = self._open()

    def new(self, name: str, data: bytes) -> bool:
        """Whole, or not at all; False, and nothing done, where one of that name is there."""
        with self._speaking():
            try:
                obstore.put(self._store, name, data, mode="create")
            except AlreadyExistsError:
                return False
        return True

    def over(self, name: str, data: bytes) -> None:
        """In the place of a damaged one."""
        with self._speaking():
            obstore.put(self._store, name, data)

    def read(self, name: str) -> bytes | None:
        """None where it is not there."""
        with self._speaking():
            try:
                return bytes(obstore.get(self._store, name).bytes())
            except (NotFoundError, FileNotFoundError):
                return None

    def names(self, below: str) -> list[str]:
        return sorted(self.ages(below))

    def ages(self, below: str) -> dict[str, float]:
        """When each was put there, in seconds since 1970."""
        with self._speaking():
            found = [one for some in obstore.list(self._store, below) for one in some]
        return {one["path"]: one["last_modified"].timestamp() for one in found}

    def any(self, below: str) -> bool:
        with self._speaking():
            return any(len(some) for some in obstore.list(self._store, below, chunk_size=1))

    def move(self, name: str, to: str) -> None:
        with self._speaking():
            try:
                obstore.rename(self._store, name, to)
            except (NotFoundError, FileNotFoundError):
                return

    def answers(self) -> bool:
        try:
            self.any("answers")
        except BoardError:
            return False
        return True

    def _open(self) -> Any:
        with self._speaking():
            if self.options is None:
                return LocalStore(self.url.removeprefix(FOLDER), mkdir=True)
            client: Any = {"connect_timeout": timedelta(seconds=CONNECT_S), "timeout": timedelta(seconds=ANSWER_S),
                           "allow_http": True}  # fmt: skip
            again: Any = {"max_retries": RETRIES, "retry_timeout": timedelta(seconds=WITHIN_S)}
            return from_url(self.url, client_options=client, retry_config=again)

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        try:
            yield
            self._is_away = False
        except (BaseError, OSError) as why:
            said = away(why)
            if not self._is_away:  # in the client's own words for whoever mends it, once an outage
                log.warning("the object store cannot be reached: %s", said.facts["reason"])
            self._is_away = True
            raise said from None


def away(why: object) -> BoardError:
    return BoardError("objects_away", reason=scrubbed((str(why).splitlines() or [type(why).__name__])[0][:200]))
