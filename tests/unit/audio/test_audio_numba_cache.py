"""Processes compile librosa's numba functions one at a time."""

from threading import Event, Thread

from filelock import FileLock

from scenescore.audio.numba_cache import compile_librosa, lock_file


def test_compilation_waits_while_somebody_else_compiles() -> None:
    compile_librosa()
    compile_librosa.cache_clear()
    done = Event()

    def compile_again() -> None:
        compile_librosa()
        done.set()

    compiling = Thread(target=compile_again)
    with FileLock(lock_file()):
        # All is compiled already, so only the lock can keep this thread from finishing at once.
        compiling.start()
        assert not done.wait(1.0)
    assert done.wait(300)
    compiling.join()


def test_only_the_first_call_of_a_process_takes_the_lock() -> None:
    compile_librosa()
    with FileLock(lock_file()):
        compile_librosa()
