"""How often each function cuts: slices, `range`, `zip`, `map`, `not`, rolls and repetitions, refusals left out.

What is cut off by a wrong bound shows where a proof knows every size; elsewhere it may sleep, so each cut is counted.
"""

from __future__ import annotations

PARTS = "the rows and columns that a kernel meets"
AXES = "height and width, or axis by axis"
SHAPES = "sizes of a shape, which are two or three"
LOOPS = "every place, by its definition"
LAYERS = "the layers of a network with their names, or those up to one of them"
NEIGHBOURS = "an image without its first or its last row or column"
WINDOWS = "windows in an image"
STEPS = "steps, or epochs, one by one; an image is moved there and back"
IMAGES = "a batch, part by part"
FIRST = "so many as are asked for"
EACH = "one number for each image, or for each channel"
ARGUMENTS = "arguments, and what is said of them"

CUTS: dict[str, tuple[int, str]] = {
    "_arrays.libraries.sliding_rows": (5, PARTS),
    "_arrays.libraries.stacked_columns": (1, PARTS),
    "_arrays.memory_order._order_of": (1, AXES),
    "_arrays.memory_order._inverse": (1, AXES),
    "_checks.shown": (1, ARGUMENTS),
    "_checks.axes": (1, ARGUMENTS),
    "_checks.number": (1, ARGUMENTS),
    "_windows.Geometry.slices": (2, PARTS),
    "_windows._geometry": (3, AXES),
    "_windows.padded": (5, AXES),
    "_windows.windows": (1, PARTS),
    "_windows.columns_adjoint": (4, PARTS),
    "fast.fourier.conv2d_fourier": (3, PARTS),
    "fast.loops.conv2d_backward_kernel_loops": (4, LOOPS),
    "fast.loops.conv2d_backward_input_loops": (4, LOOPS),
    "fast.pool_loops.max_pool2d_loops": (5, LOOPS),
    "fast.pool_loops.max_pool2d_backward_loops": (4, LOOPS),
    "fast.sums.conv2d_loops": (5, LOOPS),
    "fast.sums.conv2d_shifts": (1, PARTS),
    "fast.winograd.correlate1d_winograd": (1, PARTS),
    "fast.winograd.conv2d_winograd": (4, PARTS),
    "fast.winograd._map_input": (4, PARTS),
    "fast.winograd._map_kernel": (3, PARTS),
    "fast.winograd._map_back": (3, PARTS),
    "image_statistics._highest": (1, ARGUMENTS),
    "images.image_gradients": (4, NEIGHBOURS),
    "layers._matrices.columns_of": (1, PARTS),
    "layers._matrices.gradient_rows_of": (3, PARTS),
    "layers._pools.pool_geometry": (2, SHAPES),
    "layers._pools.way_to_put": (1, AXES),
    "layers._sizes.layer_geometry": (3, SHAPES),
    "layers._sizes.infer_kernel_size": (3, AXES),
    "layers._sizes.infer_input_size": (2, AXES),
    "layers.conv2d_backward.conv2d_backward_kernel": (2, SHAPES),
    "layers.dropout.dropout": (1, AXES),
    "network.chain.Chain.__post_init__": (1, LAYERS),
    "network.chain.Chain.output_names": (2, LAYERS),
    "network.chain.Chain.parameter_shapes": (1, LAYERS),
    "network.chain.check_images": (1, SHAPES),
    "network.chain._checked_names": (1, LAYERS),
    "network.conv2d.Conv2D.backward": (1, SHAPES),
    "network.conv2d.Bias.parameter_shapes": (1, SHAPES),
    "network.layers.Flatten.forward": (1, SHAPES),
    "network.network.Network.init": (1, SHAPES),
    "network.network.Network.steps": (1, LAYERS),
    "network.network.Network.forward": (1, LAYERS),
    "network.network.Network.backward": (2, LAYERS),
    "network.network.Network.activations": (1, LAYERS),
    "network.network.Network.summary": (5, LAYERS),
    "network.pool_first.pool_first": (1, LAYERS),
    "seeing._progress.with_bar": (1, ARGUMENTS),
    "seeing._steps.penalty": (4, NEIGHBOURS),
    "seeing._steps.roughness_gradient": (5, NEIGHBOURS),
    "seeing._trace.Trace.back": (1, LAYERS),
    "seeing._trace.trace": (1, LAYERS),
    "seeing._trace._back_through": (2, SHAPES),
    "seeing._trace.shape_after": (1, LAYERS),
    "seeing._trace.choice_of_units": (1, EACH),
    "seeing.activity._outputs": (4, IMAGES),
    "seeing.activity.layer_activity": (1, SHAPES),
    "seeing.class_activation.occlusion_map": (5, WINDOWS),
    "seeing.class_activation._starts": (2, WINDOWS),
    "seeing.class_activation._hide": (4, WINDOWS),
    "seeing.class_activation._colours": (1, EACH),
    "seeing.embedding.pca": (2, FIRST),
    "seeing.inversion.invert_features": (1, STEPS),
    "seeing.maximisation.maximise_activation": (3, STEPS),
    "seeing.receptive.ReceptiveField.window": (1, AXES),
    "seeing.receptive.receptive_field": (2, LAYERS),
    "seeing.sanity.randomise_from": (3, LAYERS),
    "seeing.sanity.rank_correlation": (1, ARGUMENTS),
    "seeing.strongest.strongest_windows": (1, FIRST),
    "seeing.strongest.crop": (5, WINDOWS),
    "training.buffers.Buffers.__init__": (2, "a buffer, array by array"),
    "training.group.shared": (1, IMAGES),
    "training.gradients.parts": (2, IMAGES),
    "training.gradients.loss_and_gradients": (3, IMAGES),
    "training.run.Run.all_epochs": (1, STEPS),
    "training.run.Run.epoch": (1, STEPS),
    "training.run.Run._one_by_one": (2, IMAGES),
    "training.scores.scores": (6, IMAGES),
    "training.threads.Workers.map": (2, IMAGES),
    "training.train._set_aside": (5, IMAGES),
    "training.train._bar": (1, ARGUMENTS),
}
