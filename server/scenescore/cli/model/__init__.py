"""Commands about bundles: ``train`` and ``models``."""
