"""The loop of training around its steps: `outcome.py`, `run.py`, `threads.py` and `train.py` of `training/`."""

from __future__ import annotations

STATE = "a run remembers its parameters and its record between batches, and nothing else"
FINITE = "parameters that are infinite or NaN do not come back"
STOPPED = "a signal ends a run, between two of its entries and never inside one"
SHOWN = "words and numbers for whoever watches"
REFUSED = "what does not fit is refused"
GPU = "a training step recorded on the GPU, or shared with others"
THREADS = "how many threads there are, not what they compute"

LISTED: dict[str, dict[str, str]] = {
    "training.run.Gradients": {
        "special method __call__": "called for each batch",
        "attribute X | attribute take": "the images of a batch",
        "attribute draws | attribute group | attribute rank | name textbook_cnn.training.group.shared": GPU,
        "text 'return' | text 'Array' | text 'Step'": "what the function inside says of its types",
    },
    "training.run.Run": {
        "attribute written": STATE,
        "attribute X | attribute batches | attribute batch_size | attribute epoch | attribute epochs": STATE,
        "attribute gradients | attribute state | attribute history | attribute learning_rate": STATE,
        "attribute seed | attribute held_out | attribute outcome": STATE,
        "attribute patience | attribute graphed": STATE,
    },
    "training.run.Run.stop": {"default that is made anew": "a run that no signal reaches"},
    "training.run.Run.__post_init__": {
        "attribute graph | attribute group | attribute rank | name textbook_cnn.training.graph.GraphedSteps": GPU,
        "name textbook_cnn._devices.own_generator": GPU,
    },
    "training.run.Run.all_epochs": {
        "exception that is caught | try or with | attribute close | name KeyboardInterrupt | text 'interrupted'": (
            "whoever stops a run gets what it has learnt so far"
        ),
        "attribute stop | attribute listen | attribute asked": STOPPED,
    },
    "training.run.Run.epoch": {
        "name time.perf_counter": "how long an epoch took, which goes into the record alone",
        "attribute update of what others hold | attribute set_postfix_str | attribute summary": SHOWN,
        "attribute now | try or with": GPU,
        "attribute _one_by_one | attribute _record | attribute is_over | attribute _checked_rate": STATE,
    },
    "training.run.Run._one_by_one": {"attribute update of what others hold": SHOWN, "attribute _rate": STATE},
    "training.run.Run._rate": {"name callable": "a rate, or a schedule of rates"},
    "training.run.Run._checked_rate": {"text 'learning_rate' | attribute _rate | name float": REFUSED},
    "training.run.Run._record": {
        "attribute note | name time.perf_counter": "the record, and how long the epoch took",
        "attribute stop | attribute listen": STOPPED,
        "name float | name int": "results are Python's numbers",
    },
    "training.run.Run.result": {
        "attribute result | attribute stopped | text 'finished'": "why a run has ended, and what it gives back",
        "attribute stop | attribute asked | text 'interrupted'": STOPPED,
    },
    "training.outcome.Outcome": {
        "special method __init__ | attribute written": STATE,
        "attribute history | attribute patience | attribute best_epoch": STATE,
        "attribute finite | attribute finite_epoch | attribute stopped": STATE,
    },
    "training.outcome.Outcome.note": {
        "attribute append of what others hold": "the record, which is written here",
        "attribute accuracy | attribute validation_loss | attribute validation_accuracy": STATE,
        "attribute learning_rate | attribute seconds | attribute _is_best": STATE,
        "name math.isfinite | name len": "of the losses so far",
    },
    "training.outcome.Outcome._is_best": {"attribute validation_loss | name math.isfinite": "of the losses so far"},
    "training.outcome.Outcome.is_over": {
        "text 'diverged' | text 'early stopping' | text 'finished'": "why a run has ended",
        "name len": "of the losses so far",
        "name warnings.warn | number 5 | text from values | text 'training stopped: in epoch '": SHOWN,
        "text ' the loss or a parameter was no longer finite; the parameters '": SHOWN,
        "text 'of epoch ' | text 'of the start' | text ' come back; try a smaller learning_rate'": SHOWN,
    },
    "training.outcome.Outcome.result": {
        "attribute best": STATE,
        "text 'diverged'": "why a run has ended",
    },
    "training.outcome.Outcome.summary": {
        "text 'loss ' | text '.4f' | text from values | text ', accuracy ' | text ', validation ' | text ''": SHOWN,
        "attribute accuracy | attribute validation_accuracy": SHOWN,
    },
    "training.outcome._all_finite": {"attribute values": FINITE},
    "training.outcome._finite": {"attribute isfinite | name bool": FINITE},
    "training.run.permutation": {
        "module numpy.random as a value | attribute default_rng | attribute permutation": "the order of the images",
        "attribute asarray | name array_api_compat.device": "beside the images",
    },
    "training.threads.Workers.map": {
        "attribute size | attribute beside | attribute submit | attribute result | name len": (
            "calls are dealt out, and what they give comes back in their order"
        ),
    },
    "training.threads.worker_pool": {
        "yield | try or with | name textbook_cnn._devices.blas": THREADS,
        "name textbook_cnn.training.settings.one_thread_each | attribute shutdown": THREADS,
        "name concurrent.futures.thread.ThreadPoolExecutor | text 'micro-batch'": THREADS,
        "text 'one worker instead of several: the BLAS of this NumPy cannot be limited to one thread'": THREADS,
    },
    "training.threads.processors": {
        "name hasattr | text 'sched_getaffinity' | module os as a value | name len": THREADS,
        "name os.sched_getaffinity | name os.cpu_count": THREADS,
    },
    "training.threads._say_once": {"cache | number 6 | name warnings.warn | name RuntimeWarning": "a warning, once"},
    "training.threads._warm_allocator": {
        "cache | number 33488896 | name numpy.empty | name numpy.uint8": "memory that is asked for before it is needed"
    },
    "training.train.train": {
        "name textbook_cnn.training.options.checked_options | name textbook_cnn.training.options.watcher": REFUSED,
        "name textbook_cnn.training.options.recorded | name textbook_cnn.training.options.checked_group": REFUSED,
        "name textbook_cnn.training.options.check_tf32 | name textbook_cnn._options.mapping": REFUSED,
        "text 'data[0]'": REFUSED,
        "attribute batch_size | attribute learning_rate | attribute patience | attribute seed": "options, checked",
        "attribute epochs | attribute progress | attribute workers | attribute device | attribute tf32": (
            "options, checked"
        ),
        "name textbook_cnn.training.signals.stops_at_signals": STOPPED,
        "name contextlib.nullcontext": THREADS,
        "name textbook_cnn._devices.on_device | name textbook_cnn._arrays.cublas.tf32_products": GPU,
        "try or with | name array_api_compat.is_numpy_array": "threads and bar end with the run; nothing is caught",
        "attribute batches | attribute all_epochs | attribute result": "of the run",
        "name textbook_cnn.training.history.History": "the record",
    },
    "training.train._set_aside": {
        "name isinstance | text 'data[0]' | text 'validation[0]'": REFUSED,
        "name textbook_cnn._devices.on_device": GPU,
        "attribute take | name round": "a share of the images",
    },
    "training.train._bar": {"name textbook_cnn.training.progress.progress_bar | text 'batch' | text 'training'": SHOWN},
}
