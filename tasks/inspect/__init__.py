"""For people who look: the board, the trace of a number, the review before a decision."""
