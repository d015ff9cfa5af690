"""The rooms of single images: `images.py`, `image_statistics.py`, `convolution.py`, `_windows.py`, `fast/`."""

from __future__ import annotations

PADDING = "padding by name, or numbers"
HALF = "half precision is added up in float32"
MODE = "what stands around an image"
BEST = "the search for the best fit; its result is compared with the formula"

LISTED: dict[str, dict[str, str]] = {
    "_windows.margins": {"name len": "one number, or two for each axis"},
    "_windows._resolve": {"text 'full'": PADDING},
    "_windows.geometry": {"name isinstance | name str | text 'same' | text 'full'": PADDING},
    "_windows._geometry": {
        "cache": "sizes alone go in, and what comes out cannot be changed; the proofs begin with it empty",
        "name isinstance | name str": PADDING,
    },
    "_windows.padded": {
        "element written | in-place operation on an element": "into lists of its own",
        "try or with | exception that is caught | name MemoryError | name RuntimeError": "too many zeros are refused",
        "name textbook_cnn._arrays.numbers.fits_memory": "and so are more than can be counted",
    },
    "convolution.correlate1d": {"dict display": "a keyword beside arguments that are unpacked"},
    "convolution.convolve1d": {"dict display": "a keyword beside arguments that are unpacked"},
    "convolution.correlate2d": {"text 'same' | text 'full'": PADDING},
    "convolution.rot180": {"numbers (-2, -1)": "the last two axes"},
    "convolution.pad2d": {
        "name isinstance | name str": PADDING,
        "identity": "an array that needed no zeros is copied, so that the result is never the argument",
        "text 'constant' | text 'reflect' | text 'edge' | text 'wrap'": MODE,
        "attribute take | attribute arange | name array_api_compat.device": "rows and columns by their places",
    },
    "convolution._source": {
        "text 'edge' | text 'wrap'": MODE,
        "attribute clip | attribute minimum": "places outside become places inside",
    },
    "fast.fourier._given": {
        "name textbook_cnn._options.sequence | name textbook_cnn._options.function": "two functions, or a refusal",
        "text 'transform[0]' | text 'transform[1]'": "words of a message",
    },
    "fast.fourier._real_transform": {
        "attribute fft | attribute rfftn | attribute irfftn": "the transforms of real numbers"
    },
    "fast.loops.conv2d_backward_kernel_loops": {"numbers (2, 3)": "the axes of height and width"},
    "fast.sums.conv2d_loops": {"numbers (2, 3)": "the axes of height and width"},
    "fast.winograd.correlate1d_winograd": {
        "number 3 | numbers (3,)": "the kernel has three elements",
        "attribute permute_dims": "pairs of results side by side",
    },
    "fast.winograd.conv2d_winograd": {"number 3 | number 4": "kernels of 3×3, pieces of 4×4"},
    "fast.winograd._map_input": {"number 3 | number 4 | loop over constants": "pieces of four, that overlap by two"},
    "fast.winograd._map_kernel": {"number 3 | loop over constants": "kernels of three"},
    "fast.winograd._map_back": {"number 4 | loop over constants": "pieces of four"},
    "image_statistics": {
        "name math.exp | name math.lgamma | name math.sqrt | name math.log | name float": "functions of the densities",
        "power": "the exponent of a density is any number",
    },
    "image_statistics.laplace_density": {
        "attribute dtype": HALF,
    },
    "image_statistics.gaussian_density": {"number 3.141592653589793": "the number π", "attribute dtype": HALF},
    "image_statistics._held": {
        "attribute dtype | attribute float32 | number 1e-37 | number 1e+38": "what float32 cannot hold is refused"
    },
    "image_statistics._real": {"name isinstance | name int": "Python's integers become floating-point numbers"},
    "image_statistics.laplace_kurtosis": {
        "number 5 | number 3": "from Γ(5/ν) and Γ(3/ν)",
        "try or with | name OverflowError": "what a float cannot hold is refused",
    },
    "image_statistics._log_gammas": {
        "number 5 | number 3": "from Γ(5/ν) and Γ(3/ν)",
        "try or with | name OverflowError": "what a float cannot hold is refused",
    },
    "image_statistics.fit_laplace": {
        "text 'likelihood' | text 'kurtosis'": "the two ways to fit",
        "number 3 | name math.hypot": "from Γ(3/ν); the root of a second moment",
        "attribute dtype | attribute result_type | attribute float64": "sums in double precision",
    },
    "image_statistics._highest": {"number 1e-06 | number 0.1 | number 20.0 | number 0.6180339887498949": BEST},
    "image_statistics._where_equal": {"number 1e-09 | number 0.1 | number 20.0": BEST},
    "images.image_bytes": {
        "name isinstance | mutable global BYTES": "how many bytes a type takes, by its name",
    },
    "images.to_float": {
        "attribute dtype | attribute uint8 | attribute float32": "bytes alone are taken",
        "number 255": "the largest byte",
    },
    "images.luminance": {
        "number 3 | number 0.299 | number 0.587 | number 0.114": "three colours and their weights",
        "attribute dtype": HALF,
    },
    "images.gradient_statistics": {
        "number 4 | number 16": "the fourth moment; four deviations, squared",
        "number 0.5": "the root of a number",
        "attribute dtype | name float": "a count of the array's type; results are Python's numbers",
        "name textbook_cnn._options.finite": "NaN is refused",
    },
    "images._centred": {
        "attribute dtype | attribute finfo | attribute eps | number 8 | name bool": "what is equal is refused",
        "name float": "results are Python's numbers",
    },
}
