"""The forms of a brief: each a pure function of the model."""

from collections.abc import Callable

from data_pipeline.brief.as_json import as_json
from data_pipeline.brief.as_pdf import as_pdf
from data_pipeline.brief.as_xlsx import as_xlsx
from data_pipeline.brief.model import Brief
from data_pipeline.core.errors import BoardError


def _docx(of: Brief) -> bytes:
    """Its library and that of slides are read by who asks for one: half a second that no other process waits for."""
    from data_pipeline.brief.as_docx import as_docx

    return as_docx(of)


def _pptx(of: Brief) -> bytes:
    from data_pipeline.brief.as_pptx import as_pptx

    return as_pptx(of)


FORMS: dict[str, Callable[[Brief], bytes]] = {
    "pdf": as_pdf,
    "docx": _docx,
    "pptx": _pptx,
    "xlsx": as_xlsx,
    "json": as_json,
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
MIME = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "json": "application/json",
}


def rendered(of: Brief, form: str) -> bytes:
    """Raises BoardError brief_form."""
    if form not in FORMS:
        raise BoardError("brief_form", form=form[:20], known=", ".join(FORMS))
    return FORMS[form](of)
