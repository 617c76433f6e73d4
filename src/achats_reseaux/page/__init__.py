"""One HTML file in which a person picks a place and reads who helps there.

``document`` renders it of ``place_index`` (the places that can be picked), ``fragments``
(the answers about them), ``articles`` (the networks), ``shared_switchboards``,
``email_templates`` and ``drawing`` (the map). ``page.html`` is its frame; ``page.js``
looks up and shows.
"""
