"""Stored text on its way into a chart."""

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "\n": " ", "\r": " "}
_TABLE = str.maketrans(_ENTITIES)


def escape(text: str) -> str:
    """The text so that Plotly draws it letter by letter.

    Plotly reads labels and hover texts as a small markup (`<b>`, `<a>`, entities) and
    hands what stands between `$` to MathJax; neither may come from stored text.
    """
    return text.translate(_TABLE)


def cut(text: str, most: int) -> str:
    """The text in at most `most` letters, with an ellipsis where something is left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
