"""Commands about bundles: ``train`` and ``models``.

Videos of a game come in, and a bundle goes out; or bundles come in, and what they are goes out.
"""
