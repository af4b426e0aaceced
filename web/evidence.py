"""The route that hands out a stored evidence file, to those who see the issue it is shown for.

Anybody else gets the answer of a file that is not there, and an entry in the trail.
"""

from collections.abc import Callable

from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.commands.entrance import actor_signed_in, enter_download, enter_refusal
from db.engine import reading, writing
from db.evidence import JPEG, PDF, PNG, evidence_path
from db.evidence_copy import sound
from db.queries.accounts import SignedIn
from db.queries.evidence import EvidenceUse, evidence_of
from domain.station import today
from web.files import disposition
from web.gate import SIGNED_IN
from web.service import Service

ENDINGS = {JPEG: "jpg", PNG: "png", PDF: "pdf"}
DIGITS = 8
"""Of the digest, in the name of the download."""


class EvidencePages:
    """The files under /evidence."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.store = EvidenceStore(service.engine)

    def routes(self) -> list[Route]:
        """What app.py hangs into the server."""
        return [Route("/evidence/{issue}/{sha256}", self.file, methods=["GET"])]

    async def file(self, request: Request) -> Response:
        """The file as a download; 404 where there is none for this reader."""
        who: SignedIn = request.scope[SIGNED_IN]
        issue, sha256 = request.path_params["issue"], request.path_params["sha256"]
        found = await self.service.call(self.store.fetch, who, issue, sha256)
        if found is None:
            return Response(status_code=404)
        use, content = found
        return Response(
            content,
            media_type=use.mime,
            headers={
                "Content-Disposition": disposition(filename(issue, use)),
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-store",
            },
        )


def filename(issue: str, use: EvidenceUse) -> str:
    """What the download is called: the ticket, the beginning of the digest, the ending."""
    return f"{issue}-{use.sha256[:DIGITS]}.{ENDINGS[use.mime]}"


class EvidenceStore:
    """What the route asks of the database and the folder."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self.engine = engine

    def fetch(self, who: SignedIn, issue: str, sha256: str) -> tuple[EvidenceUse, bytes] | None:
        """A file for a reader, with its entry; None, with an entry too, where there is none.

        A file that is not what was stored is not handed out either; `check` names it.
        """
        with reading(self.engine()) as session:
            use = evidence_of(session, who.reader, issue, today()).get(sha256)
        content = sound(evidence_path(sha256), sha256) if use is not None else None
        with writing(self.engine(), ledger=False) as session:
            actor = actor_signed_in(who)
            if use is None or content is None:
                enter_refusal(session, actor, "evidence", issue)
                return None
            held = {"issue": issue, "sha256": sha256}
            enter_download(session, actor, filename(issue, use), len(content), held)
        return use, content
