"""One URL, two bodies: the page, or for htmx its fragment. The only code that knows htmx-flask."""

from typing import Any, cast
from urllib.parse import parse_qsl

from flask import Flask, Response, abort, redirect, render_template, request, url_for
from htmx_flask import Htmx, make_response
from htmx_flask.requests import HtmxHeaders
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from trust_inclusion.adapters import written_tables as tables
from trust_inclusion.services.exports import Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VARY = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")


def start(app: Flask) -> None:
    """Give requests their `htmx` attribute."""
    Htmx(app)


def wants_fragment() -> bool:
    """Whether htmx asks for part of the page; going back in history needs the whole of it."""
    htmx = _htmx()
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page(template: str, *, part: str = "", status: int = 200, **context: Any) -> Response:
    """The page, or its `part` when htmx asks; always with what the answer varies by."""
    drawn = part if part and wants_fragment() else template
    response = make_response(render_template(drawn, **context), status)
    response.vary.update(VARY)
    return response


def shown_at(response: Response, address: str, *, in_place: bool) -> Response:
    """Have htmx show `address` for the fragment it asked; `in_place`, without a step back to it."""
    if wants_fragment():
        response.headers["HX-Replace-Url" if in_place else "HX-Push-Url"] = address
    return response


def swapped_into(response: Response, target: str) -> Response:
    """Have htmx put the fragment in the place of `target`, whatever the form named."""
    if wants_fragment():
        response.headers["HX-Retarget"] = target
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def arguments_before() -> MultiDict[str, str]:
    """What the address bar asks for while htmx asks for something else; nothing without htmx."""
    asked = (_htmx().current_url or "").partition("?")[2].partition("#")[0]
    return MultiDict(parse_qsl(asked))


def see_other(endpoint: str, **values: Any) -> AnyResponse:
    """Go on to another page: a 303, or a header for htmx, which would swap that page in."""
    return go_to(url_for(endpoint, **values))


def go_to(address: str) -> AnyResponse:
    """Go on to an address of this site."""
    if _htmx():
        return make_response("", 204, redirect=address)
    return redirect(address, code=303)


def download(table: Table, name: str, extension: str) -> Response:
    """A table as a file to keep, under `name` (plain letters only). Other kinds: 404."""
    if extension == "csv":
        body, mimetype = tables.csv_bytes(table.columns, table.rows), "text/csv"
    elif extension == "xlsx":
        body, mimetype = tables.xlsx_bytes(table.columns, table.rows), XLSX
    else:
        abort(404)
    response = Response(body, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return response


def _htmx() -> HtmxHeaders:
    return cast("HtmxHeaders", request.htmx)  # pyright: ignore[reportAttributeAccessIssue]
