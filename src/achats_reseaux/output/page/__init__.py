"""One HTML file in which a person picks a place and reads who helps there.

``document`` renders it of ``places`` (what can be picked), ``answers`` (what is said of them) and
``drawing`` (the map). ``page.html`` is its frame; ``page.js`` looks up and shows.
"""
