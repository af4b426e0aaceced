"""Sets of filters kept by name: open one, keep these, drop one's own."""

import streamlit as st

from access.faults import sentence
from db.commands import saved_views as commands
from db.engine import reading, writing
from db.queries.accounts import SignedIn
from db.queries.saved_views import SavedViewRow, saved_views
from db.shared import now, shared_engine
from domain.faults import Refused
from domain.scope import Scope
from domain.vocabulary import Role
from ui.filters import take_filters
from ui.keys import Key
from ui.markdown import plain
from wording.translator import Translator

SAVED = "issues_view_saved"


def saved_views_menu(who: SignedIn, scope: Scope, t: Translator) -> None:
    """Draw the reader's saved views, and the form that keeps the filters of the scope."""
    with reading(shared_engine()) as session:
        views = saved_views(session, who.account_id)
    for view in views:
        _view(who, view, t)
    if not views:
        st.caption(t("issues.views.none"))
    st.caption(t("issues.views.what"))
    if not commands.filters_of(scope):
        st.caption(t("issues.views.nothing"))
        return
    name = st.text_input(t("issues.views.name"), key=Key.VIEW_NAME, max_chars=commands.LONGEST_NAME)
    for_all = Role.ANALYST in who.reader.roles and st.checkbox(
        t("issues.views.for_all"), key=Key.VIEW_FOR_ALL
    )
    if st.button(t("issues.views.save"), key=Key.VIEW_SAVE):
        _save(who, name or "", scope, for_all, t)
    elif saved := st.session_state.pop(SAVED, None):
        st.success(saved)


def _view(who: SignedIn, view: SavedViewRow, t: Translator) -> None:
    if not view.own:
        label = t("issues.views.shared", name=view.name, owner=view.owner)
    elif view.for_all:
        label = t("issues.views.own_shared", name=view.name)
    else:
        label = view.name
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            plain(label),
            key=f"view_open_{view.id}",
            type="tertiary",
            on_click=take_filters,
            args=(view.params,),
        )
        if view.own and st.button(
            t("issues.views.delete_short"),
            key=f"view_delete_{view.id}",
            help=plain(t("issues.views.delete", name=view.name)),
        ):
            with writing(shared_engine(), ledger=False) as session:
                commands.delete_view(session, who, view.id, now())
            st.rerun()


def _save(who: SignedIn, name: str, scope: Scope, for_all: bool, t: Translator) -> None:
    try:
        with writing(shared_engine(), ledger=False) as session:
            commands.save_view(session, who, name, scope, for_all=for_all, now=now())
    except Refused as refused:
        st.error(plain(sentence(t, refused)))
        return
    st.session_state[SAVED] = plain(t("issues.views.saved", name=name.strip()))
    st.rerun()
