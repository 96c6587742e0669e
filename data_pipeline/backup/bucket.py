"""A backup in a bucket. Address, region and keys come from the AWS_… variables, as every S3 client reads them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from data_pipeline.core.errors import BoardError

PATIENCE = timedelta(seconds=60)


class Bucket:
    def __init__(self, url: str) -> None:
        self.name = url
        with self._speaking():
            self._store = S3Store.from_url(url, retry_config={"max_retries": 5, "retry_timeout": PATIENCE})

    def names(self, folder: str) -> set[str]:
        with self._speaking():
            return {found["path"] for some in obstore.list(self._store, f"{folder}/") for found in some}

    def read(self, name: str) -> bytes:
        with self._speaking():
            try:
                return bytes(obstore.get(self._store, name).bytes())
            except FileNotFoundError:
                raise BoardError("backup_lacks", name=name, place=self.name) from None

    def keep(self, name: str, data: bytes, *, own: bool = False) -> None:
        """Who may read it is the bucket's to say."""
        with self._speaking():
            try:
                obstore.put(self._store, name, data, mode="create")
            except AlreadyExistsError:
                return

    def sweep(self) -> None:
        """Nothing: an object is there whole or not at all."""

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as why:
            raise BoardError("backup_place", place=self.name, reason=str(why).splitlines()[0][:200]) from why
