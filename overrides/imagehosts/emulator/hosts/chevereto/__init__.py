"""Chevereto's API, versions 1 and 1.1, for the sites that run it; their rows name this folder.

:mod:`.dialect` has the way of a request, :mod:`.profile` what one site does otherwise than another,
:mod:`.answers` what is answered, :mod:`.problems` what is refused; the others make pictures of
uploads, and pages of pictures.
"""
