"""One HTML file in which a person picks a place and reads who helps there.

``document`` renders it of ``offered`` (the places that can be picked), ``pieces`` (the
answers about them), ``articles`` (the networks), ``boards`` (the switchboards), ``forms``
(the messages) and ``drawing`` (the map). ``page.html`` is its frame; ``page.js`` looks up
and shows.
"""
