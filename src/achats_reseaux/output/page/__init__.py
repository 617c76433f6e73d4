"""One HTML file that answers for every place.

``document`` writes it; ``tables`` and ``answers`` make what ``lookup.js`` looks up;
``page_template.html``, ``page.css`` and ``page.js`` are how it looks and acts.
"""
