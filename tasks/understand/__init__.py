"""Raw grids become typed rows: whose, where the tables stand, what a row is about, what a cell says; and the account
of every cell."""
