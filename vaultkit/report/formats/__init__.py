"""The formats: a module named as its format, with `render(run, style)` that yields pieces of text."""
