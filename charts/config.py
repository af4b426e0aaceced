"""How Plotly behaves in the browser: no outside requests, no clutter, the reader's language."""

from typing import Any

from wording import dates

TOPOJSON_URL = "/topojson/"
"""Where Plotly asks for its world map, which the product never draws: app.py answers an
empty one, else the browser would ask the internet and leave the map blank."""

SEPARATORS = {"id": (",", "."), "en": (".", ",")}


def plotly_config(language: str) -> dict[str, Any]:
    """The `config` of every st.plotly_chart, with month and day names of the language."""
    decimal, thousands = SEPARATORS[language]
    return {
        "displayModeBar": False,
        "scrollZoom": False,
        "doubleClick": False,
        "showTips": False,
        "responsive": True,
        "topojsonURL": TOPOJSON_URL,
        "locale": language,
        "locales": {
            language: {
                "dictionary": {},
                "format": {
                    "months": dates.month_names(language, "wide"),
                    "shortMonths": dates.month_names(language, "abbreviated"),
                    "days": dates.day_names(language, "wide"),
                    "shortDays": dates.day_names(language, "abbreviated"),
                    "decimal": decimal,
                    "thousands": thousands,
                    "date": "%d/%m/%Y",
                },
            }
        },
    }
