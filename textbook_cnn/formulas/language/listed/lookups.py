"""What each function looks up, by kind and how often, and why; refusals are left out.

Kinds are an `index` that is no constant (`index written` where an element is written), sets, and a `dict` whose keys
are no texts that are written there.
"""

from __future__ import annotations

NAMED = "parameters, layers, arguments or types by name; no size is ever a key"
PLACE = "each axis, or each layer, by its place"
WINDOW = "pixels of the input, elements of the kernel, or one window of several"
PART = "a part of the images, or one image of several"
RANKED = "by a rank or a place that has been found"

LOOKUPS: dict[str, tuple[str, str]] = {
    "_arrays.libraries.set_at": ("index 2, index written 1", WINDOW),
    "_arrays.libraries.add_at": ("index 3, index written 1", WINDOW),
    "_arrays.libraries.stacked_columns": ("index 1", WINDOW),
    "_arrays.memory_order.trues": ("index 1", PLACE),
    "_arrays.memory_order._order_of": ("index 1", PLACE),
    "_checks.arrays": ("dict 2", NAMED),
    "_windows.Geometry.slices": ("index 4", PLACE),
    "_windows.padded": ("index 2, index written 2", WINDOW),
    "_windows.columns_adjoint": ("index 1", WINDOW),
    "convolution.correlate2d": ("index 2", PLACE),
    "fast.loops.conv2d_backward_kernel_loops": ("index 2", WINDOW),
    "fast.loops.conv2d_backward_input_loops": ("index 2", WINDOW),
    "fast.pool_loops.max_pool2d_loops": ("index 1", WINDOW),
    "fast.pool_loops.max_pool2d_backward_loops": ("index 3", WINDOW),
    "fast.sums.conv2d_loops": ("index 2", WINDOW),
    "fast.sums.conv2d_shifts": ("index 2", WINDOW),
    "fast.winograd._map_input": ("index 2", PLACE),
    "fast.winograd._map_kernel": ("index 1", PLACE),
    "fast.winograd._map_back": ("index 1", PLACE),
    "images.image_bytes": ("index 1", NAMED),
    "layers.pooling.max_pool2d": ("index 3", WINDOW),
    "layers.pooling.max_pool2d_backward": ("index 1", WINDOW),
    "layers.pooling.avg_pool2d": ("index 1", WINDOW),
    "network.chain.Chain.__post_init__": ("dict 1", NAMED),
    "network.chain.Chain.parameter_shapes": ("dict() 1", NAMED),
    "network.chain.Chain._shapes_at": ("dict 1, index 3", NAMED),
    "network.chain.Chain.check_params": ("dict 1, index 2, set() 2", NAMED),
    "network.chain._checked_names": ("set 1, set() 1", NAMED),
    "network.chain._numbered": ("index 2, index written 1", NAMED),
    "network.conv2d.Conv2D.parameter_shapes": ("dict 1, index 1", NAMED),
    "network.network.Network.init": ("index written 1", NAMED),
    "network.network.Network.steps": ("dict 1, index 1", NAMED),
    "network.network.Network.backward": ("dict 3, index 5", NAMED),
    "network.network.Network.activations": ("dict 1", NAMED),
    "network.pool_first.pool_first": ("index 3", PLACE),
    "seeing._steps.roughness_gradient": ("index 2", PLACE),
    "seeing._trace.Trace.back": ("dict 1, index 5", NAMED),
    "seeing.activity.feature_maps": ("dict 2, index 1", NAMED),
    "seeing.activity._outputs": ("index 1", PART),
    "seeing.activity.layer_activity": ("dict 1, index 3, index written 1", NAMED),
    "seeing.class_activation.grad_cam": ("index 1", NAMED),
    "seeing.class_activation._starts": ("index 2", WINDOW),
    "seeing.embedding.features": ("index 1", NAMED),
    "seeing.projection._strongest": ("index 1", RANKED),
    "seeing.receptive._through": ("index 9", PLACE),
    "seeing.sanity.randomise_from": ("dict 1, index 1, set 1, set() 2", NAMED),
    "seeing.sanity._ranks": ("index 1", RANKED),
    "seeing.strongest.strongest_windows": ("index 4", RANKED),
    "seeing.strongest.crop": ("index 1, index written 1", WINDOW),
    "training.adam.adam_init": ("dict 2", NAMED),
    "training.adam.adam_step": ("index 3, index written 3", NAMED),
    "training.adam.check_arrays": ("dict 2, index 2, set() 2", NAMED),
    "training.data.checked_data": ("dict 1", NAMED),
    "training.data.check_scored": ("dict 1", NAMED),
    "training.descent.descent_step": ("dict 1, index 1", NAMED),
    "training.evaluation.evaluate": ("index 2", PART),
    "training.evaluation._classes": ("dict 1", NAMED),
    "training.gradients.loss_and_gradients": ("dict 1, index 4", NAMED),
    "training.run.Run.all_epochs": ("dict() 2", NAMED),
    "training.run.Run._record": ("index 1", NAMED),
    "training.scores.scores": ("index 1", PART),
    "training.threads.Workers.map": ("dict 2, index 2", NAMED),
    "training.train.train": ("dict 1", NAMED),
    "training.buffers.Buffers.__init__": ("dict 1, dict() 1, index written 2", NAMED),
    "training.buffers.Buffers.fill": ("index 1", NAMED),
    "training.buffers.Buffers.replace": ("index 1", NAMED),
    "training.group.shared": ("dict 1", NAMED),
}
