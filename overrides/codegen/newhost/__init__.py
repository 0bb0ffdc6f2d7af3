"""``make new-host``: every file that a host needs, in every layer, working from the start.

:mod:`.scaffold` writes the files, :mod:`.importing` turns somebody's OpenAPI file into a spec of
the form that ``specs/`` keeps. What they write is in ``templates/``, in the layout of the checkout.
"""
