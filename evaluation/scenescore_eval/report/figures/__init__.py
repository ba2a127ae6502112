"""The figures of a report: shares of right answers with intervals, and whether they meet the goals.

Predictions come in. Figures for windows, cues, the paper's forms and live play go out.
"""
