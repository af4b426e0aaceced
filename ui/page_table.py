"""The pages: where each stands, and what it is called. Who may open it: domain.permissions."""

from dataclasses import dataclass
from pathlib import Path

from domain.permissions import Reader

ROOT = Path(__file__).parent.parent
ICON = str(ROOT / "assets" / "icon.png")
"""A file of our own: any other icon would be fetched from outside."""


@dataclass(frozen=True)
class Page:
    """A page: `key` is its address and its entry among the permissions."""

    key: str
    file: str
    title: str

    @property
    def path(self) -> Path:
        """The script of the page."""
        return ROOT / "pages" / self.file


PAGES = (
    Page("status", "status.py", "page.status"),
    Page("sub_district", "sub_district.py", "page.sub_district"),
    Page("timeline", "timeline.py", "page.timeline"),
    Page("issues", "issues.py", "page.issues"),
    Page("meetings", "meetings.py", "page.meetings"),
    Page("follow_up", "follow_up.py", "page.follow_up"),
    Page("compare", "compare.py", "page.compare"),
    Page("present", "present.py", "page.present"),
    Page("import", "import_file.py", "page.import"),
    Page("held", "held.py", "page.held"),
    Page("administration", "administration.py", "page.administration"),
    Page("trail", "trail.py", "page.trail"),
    Page("account", "account.py", "page.account"),
)
"""In the order of the navigation; the first that a reader may open is home."""


def pages_for(reader: Reader) -> tuple[Page, ...]:
    """The pages that one of the reader's roles opens; the others do not run."""
    return tuple(page for page in PAGES if reader.may_open(page.key))


def home(reader: Reader) -> str:
    """The key of the page at which a reader starts."""
    return pages_for(reader)[0].key
