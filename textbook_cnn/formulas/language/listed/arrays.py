"""`_arrays/` and `_checks.py`, where libraries are asked which they are, and the face of the package."""

from __future__ import annotations

KIND = "which library the array is of decides which of its functions does the same thing"
REFUSED = "what does not fit is refused"
REFUSAL = "what is refused is said with its type and the beginning of its text"

LISTED: dict[str, dict[str, str]] = {
    "__init__.__getattr__": {
        "special function of a module | import | try or with": "the number of the version, looked up when asked for",
        "exception that is caught": "a package that has not been installed has no number",
        "text '__version__' | text 'textbook-cnn' | text '0+unknown' | name AttributeError": "of that number alone",
    },
    "_arrays.libraries.array_namespace": {
        "name array_api_compat.array_namespace": "every library under one set of names",
        "identity | name type | name numpy.ndarray": KIND,
    },
    "_arrays.libraries._numpy": {
        "cache": "NumPy's namespace does not change",
        "name array_api_compat.array_namespace | name numpy.empty": "asked once, by an empty array",
    },
    "_arrays.libraries.all_numpy": {"identity | name type | name numpy.ndarray": KIND},
    "_arrays.libraries.permute": {
        "identity | name type | name numpy.ndarray | attribute transpose | attribute permute_dims": KIND
    },
    "_arrays.libraries.reshape": {"identity | name type | name numpy.ndarray": KIND},
    "_arrays.libraries.zeros": {
        "attribute zeros | attribute dtype | name array_api_compat.device": "like another array",
        "identity | name type | name numpy.ndarray | name array_api_compat.is_torch_array | attribute new_zeros": (
            "PyTorch's own way to zeros"
        ),
    },
    "_arrays.libraries.copy": {
        "attribute asarray | name array_api_compat.is_torch_array | attribute clone": "the library's way to copy"
    },
    "_arrays.promotion.promote": {
        "attribute dtype | name len": "which types there are, and how many",
        "attribute values": "the arrays that have names",
    },
    "_arrays.promotion._common": {"attribute result_type | attribute float32 | name len": "the common type"},
    "_arrays.promotion._signed": {
        "attribute isdtype | attribute dtype | text 'unsigned integer' | attribute iinfo | attribute bits": (
            "whether a type can hold what the other holds"
        ),
        "attribute any | name bool": "integers that do not fit are refused",
        "name textbook_cnn._arrays.numbers.readable": "what is traced has no values yet, and is refused",
    },
    "_arrays.libraries.set_at": {
        "text 'at' | attribute at | attribute set | name hasattr": KIND,
        "element written": "into an array that its caller has made",
    },
    "_arrays.libraries.add_at": {
        "in-place operation on part | in-place operation on an element": "into an array that its caller has made",
        "text 'at' | attribute at | attribute add | name hasattr": KIND,
        "element written": "into an array that its caller has made",
    },
    "_arrays.libraries.sliding_rows": {
        "name array_api_compat.is_numpy_array": KIND,
        "attribute lib | attribute stride_tricks | attribute sliding_window_view": "NumPy's windows that copy nothing",
        "attribute strides | attribute as_strided": "CuPy's",
    },
    "_arrays.libraries.stacked_columns": {
        "attribute lib | attribute stride_tricks | attribute as_strided | attribute strides": "CuPy's columns",
        "name len | attribute start": "how far apart they lie",
    },
    "_arrays.libraries.number_like": {
        "text 'dtype' | name hasattr": "plain numbers are handed on",
        "attribute asarray | attribute dtype | name array_api_compat.device": "like another array",
    },
    "_arrays.libraries.matrix_product": {"name textbook_cnn._arrays.cublas.product": KIND},
    "_arrays.libraries.trues": {"attribute bool": KIND},
    "_arrays.memory_order": {
        "attribute transpose | attribute strides": "of CuPy's arrays alone, whose axes are put in the order of memory"
    },
    "_arrays.memory_order.elementwise": {"name isinstance": "some functions answer with several arrays"},
    "_arrays.memory_order.trues": {"attribute ones | attribute bool": "of CuPy's arrays alone"},
    "_arrays.memory_order._order_of": {"name sorted | name abs": "axes by their strides"},
    "_arrays.memory_order._inverse": {
        "name sorted | name len | attribute __getitem__": "the order that undoes another"
    },
    "_arrays.memory_order._permuted": {"name len | name getattr | text 'ndim' | text 'shape'": "numbers have no axes"},
    "_arrays.memory_order._kernel": {
        "cache | attribute fuse | attribute __name__": "CuPy's kernel of a function, compiled once"
    },
    "_arrays.choice.kept": {
        "identity | name type | name numpy.ndarray": KIND,
        "attribute view | attribute dtype": "a number's bits are an integer of its size; a symbol is its own",
        "in-place operation on bits": "ones and zeros that have just been made become the result",
    },
    "_arrays.choice._bits": {
        "cache | attribute itemsize | text 'O' | attribute get | mutable global BITS": (
            "the integer of the same size; objects, which hold symbols, have none"
        ),
    },
    "_arrays.dtypes.is_half": {
        "name type | text 'float16' | text 'bfloat16'": "of a dtype, by its name",
        "name getattr | text 'itemsize'": "of most types their size tells it",
    },
    "_arrays.dtypes.is_real": {
        "name type | text 'bool' | text 'int8' | text 'int16' | text 'int32' | text 'int64' | text 'uint8' | "
        "text 'uint16' | text 'uint32' | text 'uint64' | text 'float16' | text 'bfloat16' | text 'float32' | "
        "text 'float64'": "of a dtype, by its name",
    },
    "_arrays.dtypes.integral": {
        "cache | attribute isdtype | text 'bool' | text 'integral'": "a question about a type alone"
    },
    "_arrays.dtypes.widest_integer": {
        "attribute __array_namespace_info__ | attribute dtypes | text 'signed integer' | text 'int64' | text 'int32'": (
            "the types that the library has"
        ),
    },
    "_arrays.dtypes._named": {
        "cache | name str | attribute rpartition | text '.'": "the name of a type is the same in all libraries"
    },
    "_arrays.libraries.read_only": {
        "identity | name type | name numpy.ndarray | attribute view | attribute flags | attribute written": (
            "who is shown parameters cannot write into them"
        ),
    },
    "_arrays.graphs.detached": {
        "identity | name type | name numpy.ndarray": KIND,
        "name array_api_compat.is_torch_array | attribute detach": "which library the array is of",
    },
    "_arrays.graphs.all_detached": {"dict display": "arrays by name"},
    "_arrays.halves.summands": {"dict display | attribute dtype": "arguments with their names, and their common type"},
    "_arrays.halves.widened": {"attribute dtype | attribute float32": "half precision is added up in float32"},
    "_checks.shown": {
        "try or with | exception that is caught | name Exception": "what has no text is named by its type",
        "attribute __name__ | name type | name repr | name len": REFUSAL,
        "attribute join | attribute splitlines | attribute strip | name str": REFUSAL,
        "text from values | text ' ' | number 60 | number 57 | text '...'": REFUSAL,
    },
    "_checks.arrays": {
        "dict display | attribute values": "the arguments by name",
        "text 'B' | text 'columns'": "the arguments that may be left out",
        "name array_api_compat.is_array_api_obj": "what is no array is refused",
        "name array_api_compat.is_torch_array | attribute device | name set | name len | text ' on '": REFUSAL,
        "try or with | name TypeError": "a mixture of libraries is refused in words of our own, and always refused",
        "name textbook_cnn._arrays.numbers.of_numbers": "what is no array of real numbers is refused",
        "name textbook_cnn._arrays.numbers.plain_numbers": "what is an array of NumPy's numbers is taken at once",
        "name type | attribute __module__ | attribute __name__": REFUSAL,
        "attribute split | attribute join | text 'cupy'": REFUSAL,
        "text from values | text '' | text '.' | text ', ' | text ' from '": REFUSAL,
        "text '; cupy.asarray(A) moves an array to the GPU, A.get() back'": REFUSAL,
    },
    "_checks.read": {"name textbook_cnn._arrays.numbers.stored": REFUSED},
    "_checks.axes": {
        "attribute count | attribute endswith | text ',' | text ',)'": "axes are counted in their description"
    },
    "_checks.floating": {"attribute dtype": "integers are refused"},
    "_arrays.libraries.on_gpu": {
        "identity | name type | name numpy.ndarray | name array_api_compat.is_cupy_array": KIND
    },
    "_arrays.libraries.is_ordered": {
        "name array_api_compat.is_torch_array | attribute dtype | name str": REFUSED,
        "text 'torch.uint16' | text 'torch.uint32' | text 'torch.uint64'": REFUSED,
    },
    "_checks.not_boolean": {"attribute dtype | attribute bool": "booleans are refused"},
    "_checks.integer": {
        "identity | name type | name int | name isinstance": REFUSED,
        "name textbook_cnn._arrays.numbers.whole | name textbook_cnn._arrays.numbers.fits_index": REFUSED,
    },
    "_checks.is_list": {
        "identity | name type | name isinstance | name collections.abc.Sequence": "one number, or two",
        "name str | name bytes | name bytearray | name memoryview": "text and bytes are no numbers",
    },
    "_checks.pair": {
        "name len": "one number, or two",
    },
    "_checks.number": {
        "name textbook_cnn._arrays.numbers.real": REFUSED,
        "name textbook_cnn._arrays.numbers.fits_float": "what no float can hold is refused",
        "text 'dtype' | name hasattr | name float": "NumPy's numbers and fractions become Python's",
        "identity | name type | name fractions.Fraction": "NumPy's numbers and fractions become Python's",
    },
    "_checks.choice": {"name isinstance | name str": REFUSED},
}
