"""Every measurement, in the order in which they are taken.

A further one is a module with a MEASUREMENT of its own, and a line here.
"""

from bench import (
    board,
    documents,
    first_load,
    import_readers,
    imports,
    ledger,
    poor_line,
    processor,
    round_trips,
    trail,
)

MEASUREMENTS = (
    round_trips.MEASUREMENT,
    processor.MEASUREMENT,
    first_load.MEASUREMENT,
    poor_line.MEASUREMENT,
    board.MEASUREMENT,
    ledger.MEASUREMENT,
    trail.MEASUREMENT,
    documents.MEASUREMENT,
    imports.MEASUREMENT,
    import_readers.MEASUREMENT,
)
NAMES = tuple(measurement.name for measurement in MEASUREMENTS)
