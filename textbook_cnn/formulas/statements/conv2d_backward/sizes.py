"""What the gradients of the layer are proved for, where symbols stand for all sizes."""

from __future__ import annotations

from ...formulas_for_all_sizes import formula_for_all_sizes, loss_of, settings
from ..conv2d import FORWARD, FORWARD_OF_A_BATCH, GENERAL_FORWARD, GENERAL_FORWARD_OF_A_BATCH

EVERY_SIZE = "every size of the image, and of a kernel that fits into it"
EVERY_LAYER = f"every number of channels and filters, {EVERY_SIZE}"
EVERY_GENERAL = (
    "every number of channels and filters, every size of image, kernel and output, every stride, dilation and margin"
)
ONE, EACH, ALL = "one image, ", "each of any number of images, ", "every number of images, "
ONE_KERNEL = formula_for_all_sizes(settings.one_kernel(), EVERY_SIZE)
PARAMETER = formula_for_all_sizes(settings.layer(loss_of(FORWARD), images="one"), ONE + EVERY_LAYER)
BIAS_A_PIXEL = formula_for_all_sizes(settings.layer(loss_of(FORWARD), images="one", tied=False), ONE + EVERY_LAYER)
IMAGE = formula_for_all_sizes(settings.layer(loss_of(FORWARD)), EACH + EVERY_LAYER)
BATCH = formula_for_all_sizes(settings.layer(loss_of(FORWARD_OF_A_BATCH), images="all"), ALL + EVERY_LAYER)
GENERAL_PARAMETER = formula_for_all_sizes(
    settings.layer(loss_of(GENERAL_FORWARD), images="one", valid=False), ONE + EVERY_GENERAL
)
GENERAL_IMAGE = formula_for_all_sizes(settings.layer(loss_of(GENERAL_FORWARD), valid=False), EACH + EVERY_GENERAL)
GENERAL_BATCH = formula_for_all_sizes(
    settings.layer(loss_of(GENERAL_FORWARD_OF_A_BATCH), images="all", valid=False), ALL + EVERY_GENERAL
)
