"""What the gradients of the layer are proved for, where symbols stand for all sizes."""

from __future__ import annotations

from ...formulas_for_all_sizes import formula_for_all_sizes, loss_of, settings
from ..conv2d import FORWARD, GENERAL_FORWARD

EVERY_SIZE = "every size of the image, and of a kernel that fits into it"
EVERY_LAYER = f"every number of images, channels and filters, {EVERY_SIZE}"
EVERY_GENERAL = (
    "every number of images, channels and filters, every size of image, kernel and output, every stride, "
    "dilation and margin"
)
SUMMED = "; summed over the images"
ONE_KERNEL = formula_for_all_sizes(settings.one_kernel(), EVERY_SIZE)
PARAMETER = formula_for_all_sizes(settings.layer(loss_of(FORWARD)), EVERY_LAYER + SUMMED)
BIAS_A_PIXEL = formula_for_all_sizes(settings.layer(loss_of(FORWARD), tied=False), EVERY_LAYER + SUMMED)
IMAGE = formula_for_all_sizes(settings.layer(loss_of(FORWARD)), EVERY_LAYER)
GENERAL_LAYER = settings.layer(loss_of(GENERAL_FORWARD), valid=False)
GENERAL_PARAMETER = formula_for_all_sizes(GENERAL_LAYER, EVERY_GENERAL + SUMMED)
GENERAL_IMAGE = formula_for_all_sizes(GENERAL_LAYER, EVERY_GENERAL)
