"""Evidence in the history of an opened input: a link for who may, and the flag of a second use."""

from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace

import pytest
from PIL import Image

from db.commands.evidence import keep_evidence
from db.commands.moves import move_issue
from db.commands.record import record_input
from db.commands.trail import Actor
from db.engine import writing
from db.shared import shared_engine
from domain.forms import InputForm, MoveForm
from domain.station import now, today
from domain.vocabulary import EventKind
from tests.pages.conftest import OpenPage, texts
from wording.translator import Translator

ID = Translator("id")
HEAD = "kapolsek-kedurang"


@pytest.fixture
def shown(reader_of: Callable[[str], SimpleNamespace]) -> Callable[..., tuple[str, str]]:
    """`shown("patrol")`: an input of Kedurang reported done with one and the same photo."""
    who = reader_of(HEAD)
    actor = Actor(who.reader, who.who.account_id, now())
    photo = BytesIO()
    Image.new("RGB", (40, 30), "green").save(photo, "JPEG")

    def showing(category: str) -> tuple[str, str]:
        item = InputForm("complaint", category, f"Tentang {category} di pasar.", "17.01.01")
        with writing(shared_engine()) as session:
            ticket = record_input(session, actor, item, today(), "telepon", f"told-{category}")
            digest = keep_evidence(session, actor, photo.getvalue()).sha256
        assigned = MoveForm(
            EventKind.ASSIGNED,
            today(),
            "polsek-kedurang",
            due_on=today(),
            note="Patroli",
            evidence="foto patroli",
        )
        claim = MoveForm(EventKind.CLAIMED, today(), note="Selesai", evidence=digest)
        for seen, form in enumerate((assigned, claim)):
            key = f"{ticket}-{seen}"
            with writing(shared_engine()) as session:
                move_issue(session, actor, ticket, form, seen=seen, form_key=key)
        return ticket, digest

    return showing


def history(open_page: OpenPage, account: str, ticket: str) -> str:
    return texts(open_page("issues", account, as_of=today().isoformat(), issue=ticket))


def test_the_same_photo_is_a_link_at_each_use_and_each_names_the_other(
    open_page: OpenPage, shown: Callable[..., tuple[str, str]]
) -> None:
    first, digest = shown("patrol")
    assert ID("evidence.used_elsewhere", tickets="") not in history(open_page, HEAD, first)
    second, _ = shown("traffic")

    for ticket, other in ((first, second), (second, first)):
        said = history(open_page, HEAD, ticket)
        assert f'<a href="/evidence/{ticket}/{digest}" download>' in said
        assert ID("evidence.used_elsewhere", tickets=other) in said
        assert ID("issues.event.evidence", evidence="foto patroli") in said


def test_a_photo_of_intimidation_is_no_link_for_the_analyst(
    open_page: OpenPage, shown: Callable[..., tuple[str, str]]
) -> None:
    ticket, digest = shown("intimidation")

    assert f"/evidence/{ticket}/{digest}" in history(open_page, "kapolres", ticket)
    said = history(open_page, "analis", ticket)
    assert ID("issues.event.evidence_files", n=1) in said
    assert digest not in said
