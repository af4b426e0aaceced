"""What stands under the head of a document: how much of it was entered after its day."""

from wording.translator import Translator


def later_notices(t: Translator, later: int, *, known: bool) -> list[str]:
    """That so many records were entered after the day, or with `known` were left out for it.

    None where there are none.
    """
    if not later:
        return []
    return [t("scope.left_out_later" if known else "scope.entered_later", n=later)]
