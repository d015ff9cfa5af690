"""How often each function cuts, by kind: slices, `range`, `zip`, `map`, `not`, rolls, repetitions; without refusals.

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

CUTS: dict[str, tuple[str, str]] = {
    "_arrays.libraries.sliding_rows": ("range() 1, slice 4", PARTS),
    "_arrays.libraries.stacked_columns": ("slice 1", PARTS),
    "_arrays.memory_order._order_of": ("range() 1", AXES),
    "_arrays.memory_order._inverse": ("range() 1", AXES),
    "_checks.shown": ("slice 1", ARGUMENTS),
    "_checks.axes": ("not 1", ARGUMENTS),
    "_windows.Geometry.slices": ("range() 1, slice() 1", PARTS),
    "_windows._geometry": ("zip() 3", AXES),
    "_windows.padded": ("map() 1, repeated row 1, slice() 2, zip() 1", AXES),
    "_windows.windows": ("slice 1", PARTS),
    "_windows.columns_adjoint": ("slice 1, slice() 3", PARTS),
    "fast.fourier.conv2d_fourier": ("slice 3", PARTS),
    "fast.loops.conv2d_backward_kernel_loops": ("map() 2, range() 2", LOOPS),
    "fast.loops.conv2d_backward_input_loops": ("map() 2, range() 2", LOOPS),
    "fast.pool_loops.max_pool2d_loops": ("map() 1, range() 3, slice 1", LOOPS),
    "fast.pool_loops.max_pool2d_backward_loops": ("map() 1, range() 3", LOOPS),
    "fast.sums.conv2d_loops": ("map() 1, range() 4", LOOPS),
    "fast.sums.conv2d_shifts": ("slice 1", PARTS),
    "fast.winograd.correlate1d_winograd": ("slice 1", PARTS),
    "fast.winograd.conv2d_winograd": ("slice 4", PARTS),
    "fast.winograd._map_input": ("range() 1, repeated row 1, slice() 2", PARTS),
    "fast.winograd._map_kernel": ("range() 1, repeated row 1, slice() 1", PARTS),
    "fast.winograd._map_back": ("range() 1, repeated row 1, slice() 1", PARTS),
    "image_statistics._highest": ("map() 1", ARGUMENTS),
    "images.image_gradients": ("slice 4", NEIGHBOURS),
    "layers._matrices.columns_of": ("slice 1", PARTS),
    "layers._matrices.gradient_rows_of": ("slice 2, slice() 1", PARTS),
    "layers._pools.pool_geometry": ("slice 2", SHAPES),
    "layers._pools.way_to_put": ("zip() 1", AXES),
    "layers._sizes.layer_geometry": ("slice 2, zip() 1", SHAPES),
    "layers._sizes.infer_kernel_size": ("zip() 3", AXES),
    "layers._sizes.infer_input_size": ("zip() 2", AXES),
    "layers.conv2d_backward.conv2d_backward_kernel": ("slice 2", SHAPES),
    "layers.dropout.dropout": ("slice 1", AXES),
    "network.chain.Chain.__post_init__": ("range() 1, zip() 1", LAYERS),
    "network.chain.Chain.output_names": ("slice 1, zip() 1", LAYERS),
    "network.chain.check_images": ("slice 1", SHAPES),
    "network.chain._checked_names": ("zip() 1", LAYERS),
    "network.conv2d.Conv2D.backward": ("slice 1", SHAPES),
    "network.conv2d.Bias.parameter_shapes": ("slice 1", SHAPES),
    "network.layers.Flatten.forward": ("slice 1", SHAPES),
    "network.network.Network.init": ("not 1, slice 1", SHAPES),
    "network.network.Network.steps": ("zip() 1", LAYERS),
    "network.network.Network.forward": ("zip() 1", LAYERS),
    "network.network.Network.backward": ("range() 1", LAYERS),
    "network.network.Network.activations": ("zip() 1", LAYERS),
    "network.network.Network.summary": ("map() 1, range() 1, slice 1, zip() 2", LAYERS),
    "network.pool_first.pool_first": ("slice 1", LAYERS),
    "seeing._progress.with_bar": ("not 1", ARGUMENTS),
    "seeing._steps.penalty": ("slice 4", NEIGHBOURS),
    "seeing._steps.roughness_gradient": ("range() 2, slice() 3", NEIGHBOURS),
    "seeing._trace.Trace.back": ("range() 1", LAYERS),
    "seeing._trace.trace": ("islice() 1", LAYERS),
    "seeing._trace._back_through": ("slice 2", SHAPES),
    "seeing._trace.shape_after": ("slice 1", LAYERS),
    "seeing._trace.choice_of_units": ("repeated row 1", EACH),
    "seeing.activity._outputs": ("range() 1, slice 1, slice() 1, zip() 1", IMAGES),
    "seeing.activity.layer_activity": ("slice 1", SHAPES),
    "seeing.class_activation.occlusion_map": ("range() 1, slice 2, slice() 2", WINDOWS),
    "seeing.class_activation._starts": ("range() 1, slice() 1", WINDOWS),
    "seeing.class_activation._hide": ("slice 2, slice() 2", WINDOWS),
    "seeing.class_activation._colours": ("repeated row 1", EACH),
    "seeing.embedding.pca": ("slice 2", FIRST),
    "seeing.inversion.invert_features": ("range() 1", STEPS),
    "seeing.maximisation.maximise_activation": ("range() 1, roll() 2", STEPS),
    "seeing.receptive.ReceptiveField.window": ("zip() 1", AXES),
    "seeing.receptive.receptive_field": ("slice 2", LAYERS),
    "seeing.sanity.randomise_from": ("slice 2, zip() 1", LAYERS),
    "seeing.sanity.rank_correlation": ("zip() 1", ARGUMENTS),
    "seeing.strongest.strongest_windows": ("slice 1", FIRST),
    "seeing.strongest.crop": ("slice 1, slice() 4", WINDOWS),
    "training.buffers.Buffers.__init__": ("slice 1, zip() 1", "a buffer, array by array"),
    "training.group.shared": ("slice 1", IMAGES),
    "training.gradients.parts": ("range() 1, slice() 1", IMAGES),
    "training.gradients.loss_and_gradients": ("map() 1, range() 2", IMAGES),
    "training.run.Run.all_epochs": ("range() 1", STEPS),
    "training.run.Run.epoch": ("range() 1", STEPS),
    "training.run.Run._one_by_one": ("range() 1, slice 1", IMAGES),
    "training.scores.scores": ("map() 2, range() 1, slice() 1, zip() 2", IMAGES),
    "training.threads.Workers.map": ("range() 1, zip() 1", IMAGES),
    "training.train._set_aside": ("slice 4", IMAGES),
    "training.train._bar": ("not 1", ARGUMENTS),
}
