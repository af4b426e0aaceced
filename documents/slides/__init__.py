"""The coordination deck as slides: native text, tables, charts and map shapes (python-pptx)."""
