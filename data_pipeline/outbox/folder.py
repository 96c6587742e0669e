"""Into a folder: a folder of its own for each message. What lies there already is not written again, so it is there
once however often it is sent."""

import os
from pathlib import Path

import orjson

from data_pipeline.core import durable
from data_pipeline.outbox.parcel import NotTaken, Parcel

TOLD = "message.json"  # the last to come: where it lies, all of it does


def folder(of: Parcel) -> str:
    """Raises NotTaken where something else lies there under a name of ours."""
    place = Path(of.channel.to[0]) / of.message.id
    told = orjson.dumps(orjson.loads(of.message.text()), option=orjson.OPT_INDENT_2)
    try:
        if not Path(of.channel.to[0]).is_dir():
            raise NotTaken(f"no folder {of.channel.to[0]}")
        durable.make_folder(place)
        for file in of.files:
            _put(place / file.name, of.read(file))
        _put(place / TOLD, told)
        durable.sync(place)
    except NotTaken:
        raise
    except OSError as why:
        raise NotTaken(why.strerror or str(why)) from None
    return ""


def _put(file: Path, data: bytes) -> None:
    """Whole or not at all; never over what is there."""
    if file.exists():
        if file.read_bytes() != data:
            raise NotTaken(f"another {file.name} lies there")
        return
    part = file.with_name(f".{durable.token()}.part")
    durable.write(part, data)
    try:
        os.link(part, file)  # by two at once only one can
    except FileExistsError:
        return _put(file, data)
    finally:
        part.unlink(missing_ok=True)
    return None
