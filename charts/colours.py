"""The colours. A word stands beside every one of them.

Levels: the five-step scheme of the IPC's mapping standard. Severity and tempo use other
hues, so that nobody reads a severity as the status of an area.
"""

from domain.vocabulary import Level

RGB = tuple[int, int, int]

LEVELS: dict[str, RGB] = {
    Level.VERY_HIGH: (200, 0, 0),
    Level.HIGH: (230, 120, 0),
    Level.WATCH: (250, 230, 30),
    Level.CALM: (205, 250, 205),
    Level.STALE: (166, 166, 166),
    Level.NO_DATA: (255, 255, 255),
}

WHITE: RGB = (255, 255, 255)
INK: RGB = (22, 28, 40)
MUTED: RGB = (84, 94, 110)
OUTLINE: RGB = (78, 88, 104)
GRID: RGB = (225, 229, 235)
CONTACTED: RGB = (146, 190, 224)
NOT_CONTACTED: RGB = (238, 240, 243)

SEVERITIES: dict[int | None, RGB] = {
    4: (63, 0, 125),
    3: (118, 95, 178),
    2: (176, 170, 214),
    1: (224, 222, 238),
    None: (255, 255, 255),
}
"""One hue, darker is worse; white with an outline: not assessed."""

TEMPOS: dict[str, RGB] = {
    "routine": (221, 226, 233),
    "alert": (160, 196, 226),
    "critical": (16, 66, 116),
}

SHADES: dict[str, RGB] = {"alert": (238, 245, 251), "critical": (203, 221, 238)}
"""The ground of a day by its tempo; routine stays white."""

HEAT: tuple[RGB, RGB] = ((255, 255, 255), (128, 168, 214))
"""From 0 to the highest count; the darkest still carries dark figures."""


def css(colour: RGB, alpha: float = 1) -> str:
    """`rgb(200,0,0)`, or `rgba(200,0,0,0.5)`."""
    red, green, blue = colour
    return f"rgb({red},{green},{blue})" if alpha == 1 else f"rgba({red},{green},{blue},{alpha})"


def luminance(colour: RGB) -> float:
    """Relative luminance, 0 black to 1 white (WCAG 2.2)."""
    parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: RGB, other: RGB) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2); text needs 4.5."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(ground: RGB) -> RGB:
    """White or dark: the colour of words that reads better on a ground."""
    return max((INK, WHITE), key=lambda colour: contrast(colour, ground))
