"""The only cache: what the queries answered, for one reader and one state of the ledger.

The key holds the reader's roles, unit and areas, what was asked, and the ledger version,
which every write raises; so a write by another process empties it too.
"""

from collections.abc import Callable, Iterable
from datetime import date
from threading import local
from time import monotonic
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from sqlalchemy import event
from sqlalchemy.orm import Session

from db.engine import reading
from db.queries import board, choices, installation, reference
from db.shared import shared_engine
from domain.permissions import Reader
from domain.station import today

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

Query = Callable[Concatenate[Session, Reader, Asked], Answer]


@st.cache_data(max_entries=400, show_spinner=False)
def _remembered(
    _query: Callable[..., Any],
    _reader: Reader,
    _args: tuple[Any, ...],
    _kwargs: dict[str, Any],
    key: str,
) -> Any:
    with reading(shared_engine()) as session:
        return _query(session, _reader, *_args, **_kwargs)


def ask(
    query: Query[Asked, Answer], reader: Reader, *args: Asked.args, **kwargs: Asked.kwargs
) -> Answer:
    """The answer of a query for a reader, remembered until the ledger changes."""
    who = (sorted(reader.roles), reader.unit, sorted(reader.areas))
    key = repr((*_ledger(), _name(query), who, args, sorted(kwargs.items())))
    answer: Answer = _remembered(query, reader, args, kwargs, key)
    return answer


AS_ONE = 0.05
"""Seconds within which the questions of a run count as asked at once."""

_latest = local()
_commits = 0


@event.listens_for(Session, "after_commit")
def _count_commit(_session: Session) -> None:
    global _commits
    _commits += 1


def _ledger() -> tuple[str, int]:
    """The database, and the version of its ledger.

    A page asks a dozen questions in one run. The version is read for the first of them,
    and anew once this process has written or a moment has passed.
    """
    engine = shared_engine()
    moment, commits = monotonic(), _commits
    key, found = getattr(_latest, "found", (None, 0))
    if key is None or key[:2] != (engine, commits) or moment - key[2] > AS_ONE:
        with reading(engine) as session:
            found = installation.ledger_version(session)
        _latest.found = ((engine, commits, moment), found)
    return str(engine.url), found


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def names(reader: Reader) -> dict[str, str]:
    """The names that people use, by code: kecamatan, villages and units."""
    return ask(reference.names, reader)


def boundaries(reader: Reader, codes: Iterable[str]) -> dict[str, Any]:
    """The boundaries of some areas as a GeoJSON FeatureCollection."""
    return ask(reference.boundaries, reader, tuple(sorted(codes)))


def default_day(reader: Reader) -> date:
    """The day that a view without one shows."""
    return ask(_default_day, reader, today())


def _default_day(session: Session, _reader: Reader, day: date) -> date:
    return choices.default_day(session, day)


def standing_board(reader: Reader, as_of: date, *, known: bool) -> list[board.AreaStanding]:
    """The status of every kecamatan with its recent past, in attention order."""
    return ask(board.standing_board, reader, as_of, known=known)


def mark(reader: Reader) -> str | None:
    """The mark of the database: TRAINING, SAMPLE or None."""
    return ask(_mark, reader)


def _mark(session: Session, _reader: Reader) -> str | None:
    found = installation.mark_of(session)
    return found.value if found else None


Drawing = TypeVar("Drawing")


@st.cache_resource(max_entries=60, show_spinner=False)
def _figure(_draw: Callable[..., Any], _drawing: object, key: str) -> go.Figure:
    return _settled(_draw(_drawing))


def drawn(draw: Callable[[Drawing], go.Figure], drawing: Drawing) -> go.Figure:
    """The figure of a drawing, built once; `repr` of a drawing must tell it from others.

    Building one costs far more than sending it. Shared by sessions: change nothing in it.
    """
    return _figure(draw, drawing, repr((_name(draw), drawing)))


@st.cache_resource(max_entries=200, show_spinner=False)
def _chart(_build: Callable[[], go.Figure], key: str) -> go.Figure:
    return _settled(_build())


def _settled(figure: go.Figure) -> go.Figure:
    """The figure, which answers `to_dict` with what it is now instead of copying it each time.

    Sending a figure begins with a deep copy of it, and nothing changes that copy.
    """
    settled = figure.to_dict()
    figure.to_dict = lambda: settled
    return figure


def chart(build: Callable[..., go.Figure], frame: pd.DataFrame, *rest: object) -> go.Figure:
    """The figure `build(frame, *rest)`, built once for what it shows.

    `frame` is what is drawn, not what is counted: all of it goes into the key, and `repr`
    of the rest must tell one from another. Shared by sessions: change nothing in it.
    """
    return _chart(lambda: build(frame, *rest), repr((_name(build), _rows(frame), rest)))


def area_map(
    build: Callable[..., go.Figure], reader: Reader, areas: pd.DataFrame, *rest: object
) -> go.Figure:
    """The map `build(areas, boundaries, *rest)`, built once for what it shows, as `chart` is.

    `areas` has a column code; its boundaries are those of the ledger as it stands.
    """
    return _chart(
        lambda: build(areas, boundaries(reader, areas["code"]), *rest),
        repr((*_ledger(), _name(build), _rows(areas), rest)),
    )


def _rows(frame: pd.DataFrame) -> dict[Any, Any]:
    return frame.to_dict("split", index=False)
