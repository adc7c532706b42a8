"""How a run of the service ends that cannot do what it was asked: with the sentence that the command line would say,
as the message of its state."""

from collections.abc import Callable
from functools import wraps

from prefect import runtime
from prefect.states import Completed, Failed, State

from flows.command.arguments import WrongUse
from flows.command.failures import sentence_of
from flows.lock import AlreadyRunning


def ends_in_words(work: Callable[..., State]) -> Callable[..., State]:
    """Around the function of a flow. Our own mistakes go on, as does everything in a run from the shell, which says
    so itself."""

    @wraps(work)
    def worded(*asked: object, **named: object) -> State:
        try:
            return work(*asked, **named)
        except Exception as error:
            if not runtime.deployment.id or not (sentence := sentence_of(error)):
                raise
            return _ended(error, sentence)

    return worded


def _ended(error: Exception, sentence: str) -> State:
    if isinstance(error, AlreadyRunning):
        return Completed(name="Dilewati", message=sentence)
    if isinstance(error, WrongUse):
        return Completed(name="Tidak dijalankan", message=sentence)
    return Failed(message=sentence)
