"""The pages of a report.

Figures come in. Tables, one chart, Markdown and a single HTML file go out.
"""
