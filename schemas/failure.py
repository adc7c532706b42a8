"""What went wrong where somebody can mend it, as against a mistake of ours."""


class Failure(Exception):
    """The message is one sentence in Bahasa Indonesia, for whoever can mend it."""
