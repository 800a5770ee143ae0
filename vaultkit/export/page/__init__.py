"""The graph page: what goes into one offline HTML file, and how it is put together.

`payload` turns a graph into columns, `bundle` joins the ES modules of this
folder and seals the page with hashes, `network` renders it through pyvis. The modules `*.js` run in the
browser as they stand; `template.html` and `style.css` are the rest of the page.
"""
