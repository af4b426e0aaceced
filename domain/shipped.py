"""The dataset that the product ships: real reference data, and a sample of records."""

from pathlib import Path

SHIPPED_DATASET = Path(__file__).parents[1] / "assets" / "datasets" / "bengkulu-selatan"
