"""The project over time: what was written for its first specs and clients still works.

``first/`` holds the specs as each was first written, but for a token in an example. They stay as
they are: when the generator refuses one, or reads it in another way, callers of that time lose it.
``first_calls.py`` is code of that time, which is type-checked with everything else.
"""
