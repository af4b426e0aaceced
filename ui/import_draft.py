"""The import that a reader is at: one at a time for each tab, dropped after use.

Everything that the screen works on hangs here, in the session alone: the uploaded bytes
lie at no address, and are gone once they are written or the file is changed.
"""

import threading
import uuid
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from domain.faults import Fault
from ingest.headers import Target
from ingest.import_plan import Duplicates
from ingest.importing import Step
from ingest.mapping import Mapping
from ingest.sheet import Told
from ui.import_child import done
from ui.import_job import Job, Outcome, Running
from ui.import_look import Given, InputsAt, Look, Looking
from wording.translator import Translator

DRAFT = "import_draft"
UPLOADS = "import_uploads"
POLL = 0.25
"""Seconds between two looks at a job that goes on."""

STEPS = tuple(Step)

Answer = TypeVar("Answer", Look, Outcome)


class Task(Generic[Answer]):
    """A job that goes on while the script is run again: begun once, waited for by any run."""

    def __init__(self, job: Job) -> None:
        """Begin the job in a thread of its own."""
        self.step = Step.READ
        self._answer: Answer | None = None
        self._error: Exception | None = None
        self._ended = threading.Event()
        threading.Thread(target=self._run, args=(job,), daemon=True).start()

    def _run(self, job: Job) -> None:
        try:
            self._answer = done(job, self._at)  # type: ignore[assignment]
        except Exception as error:
            # Raised again by `wait`, in the script that shows it.
            self._error = error
        finally:
            self._ended.set()

    def _at(self, step: Step) -> None:
        self.step = step

    def wait(self, t: Translator, last: Step) -> Answer:
        """The answer, once it is there; says meanwhile which step is under way.

        Raises what the job raised. `last` is the last step that it takes.
        """
        if not self._ended.wait(POLL):
            bar = st.progress(0.0)
            of = STEPS.index(last) + 1
            waited = POLL
            while not self._ended.is_set():
                at = STEPS.index(self.step)
                words = t(f"import.step.{self.step}")
                said = t("importing.progress", step=words, at=at + 1, of=of, seconds=int(waited))
                # This call is also where Streamlit ends the run when the reader goes on.
                bar.progress(at / of, said)
                self._ended.wait(POLL)
                waited += POLL
            bar.empty()
        if self._error is not None:
            raise self._error
        if self._answer is None:
            raise RuntimeError
        return self._answer


@dataclass
class Draft:
    """A file on its way in. `version` rises when it is read otherwise: its columns change."""

    target: Target
    name: str
    content: bytes
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    version: int = 0
    told: Told = field(default_factory=Told)
    looking: Task[Look] | None = None
    checked: Running | None = None
    """The check that was asked for; of another mapping it says nothing."""
    checking: Task[Outcome] | None = None
    writing: Task[Outcome] | None = None
    receipt: Outcome | None = None
    words: dict[str, list[str]] = field(default_factory=dict)
    """Words that a check did not understand, by our field."""
    choices: dict[str, Duplicates] = field(default_factory=dict)
    """What was decided for single pairs; a page of them that is not drawn keeps its own."""
    pairs_from: int = 0
    mapping: Mapping | None = None
    """One that was loaded from a file of JSON,"""
    mapping_name: str = ""
    mapping_faults: tuple[Fault, ...] = ()
    """or why it could not be."""
    mappings: int = 0
    """How many files of mappings were given: each place for one is used once."""
    inputs_at: InputsAt | None = None

    @property
    def given(self) -> Given:
        """The file, and what is said of it."""
        return Given(self.content, self.name, self.target, self.told, self.mapping, self.inputs_at)

    def widget(self, name: str) -> str:
        """The key of a widget of this file, as it is read now."""
        return f"import_{self.key}_{self.version}_{name}"

    def read_as(self, told: Told) -> None:
        """Read the file again, as it is told now."""
        self.told = told
        self.version += 1
        self.inputs_at = None
        self._look_again()

    def load(self, name: str, mapping: Mapping) -> None:
        """Begin anew with a mapping of a file, and read as it says."""
        self.mapping, self.mapping_name, self.mapping_faults = mapping, name, ()
        said, told = mapping.told, self.told
        self.read_as(
            Told(
                said.encoding or told.encoding,
                said.separator or told.separator,
                said.sheet or told.sheet,
                said.header_row or told.header_row,
            )
        )

    def unload(self) -> None:
        """Go on without the mapping of a file, as if none had been given."""
        self.mapping, self.mapping_name, self.mapping_faults = None, "", ()
        self.read_as(Told())

    def find_inputs(self, at: InputsAt) -> None:
        """Look for the inputs of the records elsewhere; what was chosen of the records stays."""
        self.inputs_at = at
        self._look_again()

    def _look_again(self) -> None:
        self.looking = None
        self.forget_check()
        self.words.clear()

    def forget_check(self) -> None:
        """Nothing is known of the rows any more."""
        self.checked = self.checking = None
        self.forget_choices()

    def forget_choices(self) -> None:
        """Pairs of other rows were never decided about."""
        self.choices.clear()
        self.pairs_from = 0

    def keep(self, receipt: Outcome) -> None:
        """Keep the receipt, and nothing of the file."""
        self.receipt = receipt
        self.content = b""
        self.looking = None
        self.forget_check()


def draft_of() -> Draft | None:
    """The import that this tab is at."""
    found: Draft | None = st.session_state.get(DRAFT)
    return found


def begin(target: Target, name: str, content: bytes) -> None:
    """Begin with a file."""
    st.session_state[DRAFT] = Draft(target, name, content)


def drop() -> None:
    """Forget the file, and offer a fresh place for another."""
    st.session_state.pop(DRAFT, None)
    st.session_state[UPLOADS] = uploads() + 1


def uploads() -> int:
    """How many files this tab has had: each place for a file is used once."""
    count: int = st.session_state.setdefault(UPLOADS, 0)
    return count


def forget_upload(file_id: str) -> None:
    """Take an uploaded file out of Streamlit's store, which keeps it for the whole session."""
    context = get_script_run_ctx()
    store = context.uploaded_file_mgr if context is not None else None
    if context is not None and isinstance(store, MemoryUploadedFileManager):
        store.remove_file(context.session_id, file_id)


def look_of(draft: Draft, job: Looking, t: Translator) -> Look:
    """What the file was taken for, read once for what is said of it; raises Refused."""
    if draft.looking is None:
        draft.looking = Task(job)
    return draft.looking.wait(t, Step.READ)
