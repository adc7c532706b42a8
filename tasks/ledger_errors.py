"""What can be wrong with a ledger, for those who tell it without opening one."""


class LedgerError(RuntimeError):
    """The ledger cannot be used; the message is one sentence for the operator."""


class RowRefused(LedgerError):
    """The ledger works, but it cannot keep what one submission holds."""


class EmptyLedger(LedgerError):
    """There is not even an empty table where a ledger was expected."""
