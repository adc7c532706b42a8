"""What things are: periods, findings, form layouts, and the contract of every frame. No input or output here."""
