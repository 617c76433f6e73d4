"""What terminal, page and message share: the content of an answer that a person reads.

``first_contact`` decides whom to call first, ``card`` and ``rows`` who else helps,
``email_draft`` what to write. Nothing here has a layout.
"""
