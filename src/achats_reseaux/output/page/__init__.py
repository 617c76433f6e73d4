"""One HTML file with the answers for every place.

``document`` renders it; ``tables`` and ``answers`` make the data for ``lookup.js``;
``page_template.html``, ``page.css`` and ``page.js`` are its markup, style and behaviour.
"""
