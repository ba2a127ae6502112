"""How fast Scenescore is, each figure beside a baseline of the same run.

The demo's or the user's material comes in; figures of speed with the machine they were measured on
go out.
"""
