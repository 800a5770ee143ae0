"""The formats: a module named as its format, with `render(run, style)` that yields pieces of text.

A module may say in `STATISTICS` where the counts of --statistics go; see `where_statistics_go`. Where it closes
with the summary for people, it sets `ENDS_IN_SUMMARY`.
"""
