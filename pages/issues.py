"""Issues: which ones, exactly?"""

import streamlit as st

from db.queries import choices, issue_detail, issues, reference, villages
from domain.scope import Scope
from ui import cached
from ui.export import export_offer
from ui.filter_words import FilterWords
from ui.filters import clear_button, filter_bar, searched
from ui.identity import open_page, translator_of
from ui.issue_charts import issue_charts
from ui.issue_detail import issue_detail as show_detail
from ui.issue_table import PAGE, issue_table, offset_of
from ui.issues_head import head, link_offer, nothing
from ui.mend_forms import mend_forms
from ui.move_form import moves
from ui.related_issues import related_issues
from ui.saved_views import saved_views_menu
from ui.saving import say_saved
from ui.scope_bar import scope_bar
from ui.screen import is_phone

who = open_page("issues")
t = translator_of(who)
reader = who.reader
say_saved()
scope = searched(scope_bar(who, t, listed=True))
asked = scope.narrowed(issue=None, meeting=None)

names = cached.names(reader)
stages = cached.ask(reference.stage_rows, reader)
words = FilterWords(t, names, cached.ask(villages.village_areas, reader), stages)
total = cached.ask(issues.issue_count, reader, asked)
everything = cached.ask(issues.issue_count, reader, Scope(scope.as_of, scope.known))
withheld = cached.ask(issues.withheld_count, reader, asked)
counts = cached.ask(issues.facet_counts, reader, asked)
rows = cached.ask(issues.issue_page, reader, asked, PAGE, offset_of(asked))
opened = cached.ask(issue_detail.issue_detail, reader, asked, scope.issue) if scope.issue else None

head(total, everything, withheld, scope, words)
filter_bar(scope, counts, cached.ask(choices.filter_choices, reader), words)
mark = cached.mark(reader)
with st.container(horizontal=True, key="issue_actions"):
    clear_button(scope, words)
    with st.popover(t("issues.views"), key="issue_views"):
        saved_views_menu(who, scope, t)
    with st.popover(t("issues.link"), key="issue_link"):
        link_offer(scope, t)
    if total:
        with st.popover(t("issues.export"), key="issue_export"):
            export_offer(who, asked, total, words, t(f"band.{mark}") if mark else None, withheld)

beside = opened is not None and not is_phone()
above = st.container()
# The list keeps its place whether or not something stands beside it, and so its focus.
columns = st.columns([7, 5] if beside else [1], gap="medium")
with columns[0]:
    if rows:
        issue_table(rows, total, scope, names, t, beside=beside)
    else:
        nothing(everything, reader, t)
if opened is not None:
    with columns[1] if beside else above:
        show_detail(opened, scope, names, stages, t, reader)
        moves(who, t, opened.record.issue, names)
        related_issues(who, opened, scope, t)
        mend_forms(who, t, opened.record.issue, names)
if total:
    issue_charts(reader, asked, names, t)
