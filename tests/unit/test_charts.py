"""Charts: what is drawn, in which colour, with which words; nothing covers another."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import maps
from charts.axis import Axis, month_ticks
from charts.colours import INK, LEVELS, TEMPOS, WHITE, contrast, css, text_on
from charts.config import plotly_config
from charts.escape import cut, escape
from charts.frame import DESK, PHONE, PROJECTOR, Size
from charts.issues import category_heat, state_bars, weekly_bars
from charts.labels import Ask, place
from charts.lanes import Bar, pack
from charts.shapes import shape_set
from charts.stage_lanes import short_name
from charts.strip import level_runs, level_strip
from charts.timeline import stage_timeline
from domain.vocabulary import Level
from wording.translator import Translator

ID, EN = Translator("id"), Translator("en")
DAY = timedelta(days=1)


def square(code: str, x: float, y: float, side: float = 0.1) -> dict[str, Any]:
    """A square, its ring counter-clockwise as RFC 7946 asks."""
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


BOUNDARIES = {
    "type": "FeatureCollection",
    "features": [square("a", 103.0, -4.4), square("b", 103.1, -4.4), square("c", 103.2, -4.4)],
}


def areas(*rows: tuple[str, str, bool]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "code": code,
                "name": f"Area {code}",
                "level": level,
                "hatched": hatched,
                "label_longitude": 103.05 + 0.1 * "abc".find(code),
                "label_latitude": -4.35,
            }
            for code, level, hatched in rows
        ],
        columns=["code", "name", "level", "hatched", "label_longitude", "label_latitude"],
    )


def traces(fig: go.Figure, name: str) -> list[Any]:
    return [trace for trace in fig.data if trace.name == name]


def words_of(fig: go.Figure) -> str:
    return " ".join(note.text for note in fig.layout.annotations)


THREE = areas(("a", "high", True), ("b", "no_data", False), ("c", "calm", False))


def test_a_status_map_has_one_fill_a_level_in_its_colour() -> None:
    fig = maps.status_map(THREE, BOUNDARIES, None, ID)
    fills = {t.name: t for t in fig.data if t.type == "choropleth"}
    assert {name: t.locations for name, t in fills.items()} == {
        "Mendesak": ("a",),
        "Belum ada data": ("b",),
        "Kondusif": ("c",),
    }
    assert fills["Mendesak"].colorscale[0][1] == "rgb(230,120,0)"
    assert fills["Kondusif"].colorscale[0][1] == "rgb(205,250,205)"
    assert fills["Belum ada data"].colorscale[0][1] == "rgb(255,255,255)"


def test_stripes_lie_on_hatched_areas_only() -> None:
    (stripes,) = traces(maps.status_map(THREE, BOUNDARIES, None, ID), "stripes")
    longitudes = pd.Series(stripes.lon).dropna()
    assert len(longitudes) > 20
    assert longitudes.between(103.0, 103.1).all()


def test_an_area_without_data_has_a_dashed_outline_and_others_have_none() -> None:
    (dashes,) = traces(maps.status_map(THREE, BOUNDARIES, None, ID), "dashes")
    longitudes = pd.Series(dashes.lon).dropna()
    assert dashes.line.dash == "4px,3px"
    assert (longitudes.min(), longitudes.max()) == pytest.approx((103.1, 103.2))


def test_a_border_between_two_areas_without_data_is_dashed_once() -> None:
    both = areas(("a", "no_data", False), ("b", "no_data", False))
    (dashes,) = traces(maps.status_map(both, BOUNDARIES, None, ID), "dashes")
    points = pd.DataFrame({"x": dashes.lon, "y": dashes.lat})
    pairs = [
        frozenset([tuple(one), tuple(two)])
        for one, two in zip(points.values[:-1], points.values[1:], strict=True)
        if not (pd.isna(one).any() or pd.isna(two).any())
    ]
    assert len(pairs) == len(set(pairs)) == 7


def test_name_and_word_stand_on_every_area_and_are_deaf_to_the_mouse() -> None:
    (labels,) = traces(maps.status_map(THREE, BOUNDARIES, None, EN), "labels")
    assert [code for (code,) in labels.customdata] == ["a", "b", "c"]
    assert "Area a" in labels.text[0]
    assert "Urgent" in labels.text[0]
    assert "No data yet" in labels.text[1]
    assert labels.hoverinfo == "skip"


def test_pointing_at_an_area_says_that_its_data_are_out_of_date() -> None:
    fig = maps.status_map(THREE, BOUNDARIES, None, ID)
    (fill,) = traces(fig, "Mendesak")
    assert fill.text == ("<b>Area a</b><br>Mendesak · data kedaluwarsa",)
    assert fill.customdata[0][0] == "a"


def test_the_selected_area_has_a_thick_outline() -> None:
    (outline,) = traces(maps.status_map(THREE, BOUNDARIES, "c", ID), "selected")
    assert outline.line.width > 3
    assert pd.Series(outline.lon).min() == 103.2
    assert not traces(maps.status_map(THREE, BOUNDARIES, "elsewhere", ID), "selected")


def test_shells_are_turned_clockwise() -> None:
    shapes = shape_set(BOUNDARIES, ["a"])
    assert shapes is not None
    (ring,) = shapes.shapes["a"].feature["geometry"]["coordinates"][0]
    area = sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in pairwise(ring))
    assert area > 0


def test_stored_text_is_never_markup() -> None:
    hostile = THREE.assign(name='<b>$x^2$ & <a href="javascript:1">')
    fig = maps.status_map(hostile, BOUNDARIES, None, ID)
    drawn = fig.to_json()
    assert "javascript" in drawn
    for text in (*traces(fig, "labels")[0].text, *traces(fig, "Mendesak")[0].text):
        assert "<a" not in text
        assert "$" not in text
    assert escape("a < b & $c$") == "a &lt; b &amp; &#36;c&#36;"


def test_an_area_without_a_boundary_is_named_below_the_map() -> None:
    more = areas(("a", "high", False), ("x", "watch", False))
    assert words_of(maps.status_map(more, BOUNDARIES, None, ID)) == (
        "Tanpa batas wilayah: Area x (Perlu perhatian)"
    )


def test_a_village_map_counts_those_met_and_those_not() -> None:
    villages = pd.DataFrame(
        {"code": ["a", "b", "c"], "name": ["A", "B", "C"], "contacted": [True, False, False]}
    )
    fig = maps.village_map(villages, BOUNDARIES, ID)
    fills = {t.name: t.locations for t in fig.data if t.type == "choropleth"}
    assert fills == {"belum hadir (2)": ("b", "c"), "hadir dalam pertemuan (1)": ("a",)}


def test_labels_of_tiny_neighbours_do_not_touch() -> None:
    tiny = [square(f"s{i}{j}", 103 + i / 50, -4 + j / 50, 0.02) for i in range(3) for j in range(3)]
    wide = square("wide", 103.1, -4.2, 0.3)
    features = [*tiny, wide]
    codes = [f["properties"]["code"] for f in features]
    shapes = shape_set({"features": features}, codes)
    assert shapes is not None
    width, height, pixels = 80.0, 28.0, 900.0
    asks = []
    for feature in features:
        x, y = feature["geometry"]["coordinates"][0][0]
        asks.append(Ask(feature["properties"]["code"], width, height, (x + 0.01, y + 0.01)))
    labels = place(shapes, asks, pixels, (100, 100, 8, 100))
    assert [label.code for label in labels] == codes
    for i, one in enumerate(labels):
        for two in labels[:i]:
            apart_x = abs(one.longitude - two.longitude) * pixels >= width
            apart_y = abs(one.latitude - two.latitude) * pixels >= height
            assert apart_x or apart_y, (one.code, two.code)


@pytest.mark.parametrize("level", Level)
def test_words_on_a_level_reach_a_contrast_of_4_5(level: Level) -> None:
    assert contrast(text_on(LEVELS[level]), LEVELS[level]) >= 4.5


@pytest.mark.parametrize("tempo", TEMPOS)
def test_words_on_a_stage_reach_a_contrast_of_4_5(tempo: str) -> None:
    assert contrast(text_on(TEMPOS[tempo]), TEMPOS[tempo]) >= 4.5


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), WHITE) == pytest.approx(4.48, abs=0.01)


WEEKS = pd.DataFrame(
    [(date(2024, 11, 18), 3, 2), (date(2024, 11, 18), None, 1), (date(2024, 11, 25), 3, 4)],
    columns=["week", "severity", "count"],
)
MEETINGS = pd.DataFrame(
    [("P-1", date(2024, 11, 17), "Minggu Kasih")], columns=["meeting", "held_on", "name"]
)
STAGES = pd.DataFrame(
    [
        ("campaign", "p", "Pelaksanaan kampanye", "alert", date(2024, 9, 25), date(2024, 11, 23)),
        ("quiet-period", "p", "Masa tenang", "critical", date(2024, 11, 24), date(2024, 11, 26)),
        ("voting", "p", "Pemungutan suara", "critical", date(2024, 11, 27), date(2024, 11, 27)),
        ("voter-list", "p", "Daftar pemilih", "routine", date(2024, 5, 31), date(2024, 9, 23)),
        ("rule-making", "p", "Penyusunan peraturan", "routine", None, date(2024, 11, 18)),
        ("some-day", "p", "Tahapan lain", "alert", None, None),
    ],
    columns=["code", "election", "name", "tempo", "starts_on", "ends_on"],
)
VOTING = date(2024, 11, 27)
AS_OF = date(2024, 11, 26)


def timeline(size: Size = DESK, t: Translator = ID, as_of: date = AS_OF) -> go.Figure:
    return stage_timeline(WEEKS, MEETINGS, STAGES, [VOTING], as_of, t, size)


def test_the_timeline_stacks_inputs_by_severity_and_marks_meetings() -> None:
    fig = timeline()
    (high,) = traces(fig, "Tingkat tinggi")
    assert (list(high.x), list(high.y)) == (["2024-11-18", "2024-11-25"], [2, 4])
    (unknown,) = traces(fig, "Tingkat belum dinilai")
    assert list(unknown.y) == [1]
    (meeting,) = traces(fig, "Pertemuan")
    assert list(meeting.customdata[0]) == ["meeting", "P-1"]
    assert meeting.text == ("<b>Minggu Kasih</b><br>Minggu, 17 November 2024",)


def test_a_stage_covers_its_first_and_last_day() -> None:
    (bars,) = traces(timeline(), "stages-critical")
    drawn = {code: (base, x / 86_400_000) for (_, code), base, x in
             zip(bars.customdata, bars.base, bars.x, strict=True)}  # fmt: skip
    assert drawn == {"quiet-period": ("2024-11-24", 3), "voting": ("2024-11-27", 1)}


def test_decisive_stages_stand_above_routine_ones() -> None:
    fig = timeline()
    lanes = {t.name: list(t.y) for t in fig.data if t.name and t.name.startswith("stages-")}
    assert max(lanes["stages-critical"] + lanes["stages-alert"]) < min(lanes["stages-routine"])


def test_a_stage_that_runs_on_the_day_is_outlined() -> None:
    (bars,) = traces(timeline(), "stages-critical")
    widths = dict(zip([c for _, c in bars.customdata], bars.marker.line.width, strict=True))
    assert widths == {"quiet-period": 2, "voting": 0}


def test_an_open_stage_is_drawn_open_and_says_so() -> None:
    fig = timeline()
    (bars,) = traces(fig, "stages-routine")
    at = [code for _, code in bars.customdata].index("rule-making")
    end = pd.Timestamp(bars.base[at]) + pd.Timedelta(milliseconds=bars.x[at])
    assert end == pd.Timestamp("2024-11-19")
    assert "◂ Penyusunan peraturan (mulai tidak diketahui)" in words_of(fig)
    assert "sampai 18 Nov 2024 (tanggal mulai tidak diketahui)" in bars.text[at]
    assert "Tahapan tanpa tanggal: Tahapan lain" in words_of(fig)


def test_days_are_shaded_by_their_tempo() -> None:
    shades = [(s.name, s.x0, s.x1) for s in timeline().layout.shapes if s.name.startswith("tempo-")]
    assert shades == [
        ("tempo-alert", "2024-09-25", "2024-11-24"),
        ("tempo-critical", "2024-11-24", "2024-11-28"),
    ]


@pytest.mark.parametrize(
    ("as_of", "sides"),
    [(AS_OF, {"26": "right", "27": "left"}), (date(2024, 12, 5), {"27": "right", "05": "left"})],
)
def test_captions_of_the_two_days_stand_on_opposite_sides(
    as_of: date, sides: dict[str, str]
) -> None:
    notes = timeline(PROJECTOR, as_of=as_of).layout.annotations
    found = {n.name[-2:]: n.xanchor for n in notes if n.name.startswith("caption-")}
    assert found == sides


def test_captions_that_would_lie_on_each_other_stand_in_two_rows() -> None:
    notes = stage_timeline(
        WEEKS, MEETINGS, STAGES, [VOTING], AS_OF, ID, span=(date(2024, 9, 1), date(2024, 11, 28))
    ).layout.annotations
    found = [(n.xanchor, n.yshift > 0) for n in notes if n.name.startswith("caption-")]
    assert found == [("right", False), ("right", True)]


def test_captions_are_written_in_the_reader_s_language() -> None:
    assert "posisi 26 Nov" in words_of(timeline())
    assert "27 Nov voting day" in words_of(timeline(t=EN))


def test_a_phone_shows_the_days_around_and_no_legend() -> None:
    fig = timeline(PHONE)
    assert fig.layout.xaxis.range == ("2024-09-12", "2025-02-10")
    assert fig.layout.showlegend is False


def test_a_projector_shows_from_april_to_mid_january() -> None:
    first, last = timeline(PROJECTOR).layout.xaxis.range
    assert first == "2024-04-01"
    assert last == "2025-01-17"


def test_short_names_of_stages_have_at_most_22_letters() -> None:
    assert short_name(ID, "campaign", "Pelaksanaan kampanye") == "Kampanye"
    assert short_name(ID, "unheard-of", "Penyusunan dan pengumuman daftar") == (
        "Penyusunan dan pengum…"
    )
    assert cut("Masa tenang", 22) == "Masa tenang"


bars = st.builds(
    lambda start, length, label: (start, start + length, label),
    st.floats(0, 900),
    st.floats(1, 400),
    st.floats(5, 300),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(bars, max_size=25), st.lists(bars, max_size=10))
def test_lanes_never_overlap(
    upper: list[tuple[float, float, float]], lower: list[tuple[float, float, float]]
) -> None:
    groups = [
        [Bar(f"{g}{i}", *bar) for i, bar in enumerate(group)]
        for g, group in (("u", upper), ("l", lower))
    ]
    placed = pack(groups, width=1000)
    assert sorted(p.key for p in placed) == sorted(b.key for group in groups for b in group)
    for i, one in enumerate(placed):
        for two in placed[:i]:
            if one.lane == two.lane:
                assert one.right <= two.left or two.right <= one.left
    above = [p.lane for p in placed if p.key[0] == "u"]
    below = [p.lane for p in placed if p.key[0] == "l"]
    if above and below:
        assert max(above) < min(below)


def test_a_label_stands_inside_right_or_left_of_its_bar() -> None:
    found = {
        p.key: (p.side, p.left, p.right)
        for p in pack([[Bar("a", 0, 90, 80), Bar("b", 10, 20, 80), Bar("c", 90, 99, 80)]], 100)
    }
    assert found == {
        "a": ("inside", 0, 90),
        "b": ("right", 10, 100),
        "c": ("left", 10, 99),
    }


def test_months_are_named_once_with_their_year() -> None:
    axis = Axis(date(2024, 11, 20), date(2025, 2, 10), 800)
    assert month_ticks(axis, "id", DESK) == (
        ["2024-12-01", "2025-01-01", "2025-02-01"],
        ["Des<br><b>2024</b>", "Jan<br><b>2025</b>", "Feb"],
    )


def test_a_heat_table_prints_every_figure_and_hides_too_few() -> None:
    cells = pd.DataFrame(
        [("crime", "1", "Kedurang", 7), ("crime", "2", "Seginim", None),
         ("traffic", "1", "Kedurang", 12)],
        columns=["category", "sub_district", "name", "count"],
    )  # fmt: skip
    (heat,) = category_heat(cells, ID).data
    assert list(heat.x) == ["Kedurang", "Seginim"]
    assert list(heat.y) == ["Lalu lintas", "Kriminalitas"]
    assert [list(row) for row in heat.text] == [["12", "0"], ["7", "&lt;3"]]
    assert heat.customdata[1][1] == "Kriminalitas, Seginim: kurang dari 3 masukan"
    assert contrast(INK, (128, 168, 214)) >= 4.5


def test_states_stand_in_the_order_of_an_issue_s_life() -> None:
    states = pd.DataFrame({"state": ["verified", "recorded", "merged"], "count": [2, 1234, 0]})
    (bar,) = state_bars(states, ID).data
    assert list(bar.y) == ["tercatat", "terverifikasi selesai"]
    assert list(bar.text) == ["1.234", "2"]
    assert list(bar.customdata[0]) == ["state", "recorded"]


def test_weekly_bars_carry_their_monday() -> None:
    fig = weekly_bars(WEEKS, EN)
    (high,) = traces(fig, "Severity: high")
    assert list(high.customdata[1]) == ["week", "2024-11-25"]
    assert high.text[1] == "<b>Week from 25 Nov 2024</b><br>Severity: high: 4 inputs"


STRIP = pd.DataFrame(
    [(date(2024, 10, 1) + i * DAY, "watch" if i < 20 else "high", i >= 40) for i in range(56)],
    columns=["day", "level", "hatched"],
)


def test_days_of_one_level_are_one_run() -> None:
    runs = [(r.level, r.hatched, r.first, r.last) for r in level_runs(STRIP)]
    assert runs == [
        ("watch", False, date(2024, 10, 1), date(2024, 10, 20)),
        ("high", False, date(2024, 10, 21), date(2024, 11, 9)),
        ("high", True, date(2024, 11, 10), date(2024, 11, 25)),
    ]


def test_a_strip_is_striped_where_data_are_out_of_date_and_says_every_word() -> None:
    fig = level_strip(STRIP, ID)
    patterns = {t.name: t.marker.pattern.shape for t in fig.data}
    assert patterns == {
        "Mendesak": "",
        "Mendesak · data kedaluwarsa": "/",
        "Perlu perhatian": "",
    }
    assert fig.data[0].marker.color == css((230, 120, 0))
    assert "Perlu perhatian" in words_of(fig)


def test_where_there_is_nothing_a_sentence_says_so() -> None:
    nothing = pd.DataFrame()
    no_areas = areas()
    figures = [
        (maps.status_map(no_areas, BOUNDARIES, None, ID), "Tidak ada kecamatan"),
        (maps.status_map(THREE, {"features": []}, None, ID), "Batas wilayah belum dimuat"),
        (maps.village_map(nothing, BOUNDARIES, ID), "belum tercatat"),
        (stage_timeline(nothing, nothing, nothing, [], AS_OF, ID), "Belum ada tahapan"),
        (category_heat(nothing, ID), "Tidak ada masukan"),
        (weekly_bars(nothing, ID), "Tidak ada masukan"),
        (state_bars(nothing, ID), "Tidak ada masukan"),
        (level_strip(nothing, ID), "Belum ada status"),
    ]
    for fig, words in figures:
        assert words in words_of(fig).replace("<br>", " ")
        assert not fig.data


def test_a_timeline_without_inputs_or_stages_still_draws_the_rest() -> None:
    nothing = pd.DataFrame()
    assert traces(stage_timeline(nothing, MEETINGS, nothing, [], AS_OF, ID), "Pertemuan")
    assert traces(stage_timeline(nothing, nothing, STAGES, [], AS_OF, ID), "stages-alert")


def test_the_browser_is_given_month_names_and_asks_nothing_of_the_internet() -> None:
    config = plotly_config("id")
    months = config["locales"]["id"]["format"]["shortMonths"]
    assert (months[7], months[11]) == ("Agu", "Des")
    assert config["topojsonURL"] == "/topojson/"
    assert config["displayModeBar"] is False
    assert config["locales"]["id"]["format"]["decimal"] == ","
