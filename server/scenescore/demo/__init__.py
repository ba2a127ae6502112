"""The demo that needs no set-up."""
