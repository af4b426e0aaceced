"""Routes that hand out files: topology for the map, exports, parts of the sign-in pages."""

from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from access.exports import EXPORTS
from db.commands.entrance import actor_signed_in, enter_refusal
from db.engine import writing
from db.queries.accounts import SignedIn
from web.gate import SIGNED_IN
from web.service import Service

ROOT = Path(__file__).parent.parent
STYLE = ROOT / "web" / "templates" / "forms.css"
ICON = ROOT / "assets" / "icon.png"

_LAYERS = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
EMPTY_TOPOLOGY = {
    "type": "Topology",
    "arcs": [],
    "objects": {layer: {"type": "GeometryCollection", "geometries": []} for layer in _LAYERS},
}
"""What a Plotly map asks for and does not need: we draw our own boundaries."""


async def topojson(_request: Request) -> Response:
    """An empty map of the world, under whatever name Plotly asks for."""
    return JSONResponse(EMPTY_TOPOLOGY)


class ExportPages:
    """The files that a session made for itself."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def routes(self) -> list[Route]:
        """What app.py hangs into the server."""
        return [Route("/export/{token}", self.export)]

    async def export(self, request: Request) -> Response:
        """A file for the session that made it; 404 for every other, and an entry."""
        signed_in: SignedIn = request.scope[SIGNED_IN]
        token = request.path_params["token"]
        file = EXPORTS.get(token, signed_in.session)
        if file is None:
            await self.service.call(self._enter, signed_in, token)
            return Response(status_code=404)
        headers = {"Content-Disposition": disposition(file.filename)}
        return Response(file.content, media_type=file.mime, headers=headers)

    def _enter(self, who: SignedIn, token: str) -> None:
        with writing(self.service.engine(), ledger=False) as session:
            enter_refusal(session, actor_signed_in(who), "export", token)


def disposition(filename: str) -> str:
    """The header that names a download: letters and digits of any script, blanks and ._-()."""
    clean = "".join(c if c.isalnum() or c in "._-() " else "_" for c in filename).lstrip(".")
    plain = "".join(c if c.isascii() else "_" for c in clean)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


async def style(_request: Request) -> Response:
    """The style sheet of the sign-in pages."""
    return FileResponse(STYLE, media_type="text/css")


async def icon(_request: Request) -> Response:
    """The icon of the product."""
    return FileResponse(ICON, media_type="image/png")


async def robots(_request: Request) -> Response:
    """Nothing here is for search engines."""
    return Response("User-agent: *\nDisallow: /\n", media_type="text/plain")


ROUTES = [
    Route("/topojson/{name}", topojson),
    Route("/auth/forms.css", style),
    Route("/auth/icon.png", icon),
    Route("/robots.txt", robots),
]
