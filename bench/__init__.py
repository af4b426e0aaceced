"""The measurements: ratios taken in one run, never in a timed test."""
