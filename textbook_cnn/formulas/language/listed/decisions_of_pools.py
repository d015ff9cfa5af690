"""What the poolings decide, as in `decisions`."""

from __future__ import annotations

OF_POOLS: dict[str, tuple[str, str]] = {
    "layers._pools.windows_on": ("!= 1, if .flag() 1", "windows that reach beyond the end, or rows left out"),
    "layers._pools.checked_padding": (
        ">= 1, any() 1, if isinstance() 1, max() 1",
        "padding by name, or numbers; as much as the window is refused",
    ),
    "layers._pools.asked": ("if isinstance() 1", "padding by name, or numbers"),
    "layers._pools._completed": ("// 1, >= 1, max() 1", "the last window, and how far it reaches beyond the end"),
    "layers._pools.edged": ("if 2", "whether there is anything to add"),
    "layers._pools.folded": ("if 2", "whether anything was added"),
    "layers._pools.may_hold_nan": ("!= 1, if 1", "whether a number is none; which library the array is of"),
    "layers._pools.way_to_put": (">= 1, all() 1", "whether windows overlap"),
    "layers._pools.larger": (".maximum() 1", "the larger of two"),
    "layers._pools.served": ("== 1", "which element is the largest"),
    "layers._pools.served_by_nan": ("!= 1, == 1", "which element is the largest, or a NaN"),
    "layers._shares.cropped": ("any() 1", "whether anything was added"),
    "layers._shares.elements": ("== 2, if 1", "whether the padding counts; a number, or one for each window"),
    "layers._shares._elements_along": (".maximum() 1", "where a window, or what counts, begins"),
    "layers.pooling.max_pool2d": ("== 1", "windows of one pixel, whose maximum is a copy"),
    "layers.pooling.max_pool2d_backward": ("if may_hold_nan() 1", "whether to look for NaNs"),
}
