"""What CuPy leaves to machine code of real GPUs, done by NumPy: random numbers and Fourier transforms.

Numbers of a generator are not those of a GPU, and a transform reads its argument back.
"""

import ctypes

FILL = ctypes.CFUNCTYPE(None)


def generator(cupy, send):
    """CuPy's Generator whose `random` writes NumPy's numbers, after the real method has checked its arguments.

    `send(stream, function, line)` has a function called in the place of a kernel: now, or whenever a graph is launched.
    """
    import numpy

    class Generator(cupy.random.Generator):
        def __init__(self, bit_generator):
            super().__init__(bit_generator)
            self.host = numpy.random.default_rng(bit_generator._seed_seq)
            self.fills = []  # of graphs, which may call them as long as they live

        def random(self, size=None, dtype=numpy.float64, out=None):
            A = super().random(size, dtype, out)
            drawn = numpy.float64 if A.dtype == numpy.float64 else numpy.float32
            there = (ctypes.c_char * A.nbytes).from_address(A.data.ptr)  # a graph may write when A itself has gone

            def fill(count=A.size, dtype=A.dtype):
                if count:
                    numpy.frombuffer(there, dtype)[:] = self.host.random(count, drawn)

            self.fills.append(FILL(fill))
            stream = cupy.cuda.get_current_stream()
            if send(ctypes.c_void_p(stream.ptr), self.fills[-1], f"draw {A.size}".encode()):
                raise RuntimeError("random: expected a stream whose capture is valid, got one that an error has ended")
            if not stream.is_capturing():
                self.fills.pop()
            return A

    return Generator


def transform(cupy, name):
    """A function of cupy.fft by the one of that name in numpy.fft."""
    import numpy

    on_host = getattr(numpy.fft, name)

    def on_device(a, *arguments, **options):
        return cupy.asarray(on_host(a.get(), *arguments, **options))

    return on_device


def put_in(cupy, send):
    """Give CuPy the stand-ins in the places where it looks for its own."""
    from cupy.random import _generator_api

    cupy.random.Generator = _generator_api.Generator = generator(cupy, send)
    for name in ("rfftn", "irfftn"):
        setattr(cupy.fft, name, transform(cupy, name))
