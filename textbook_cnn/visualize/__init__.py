"""Matplotlib pictures of arrays.

Every function takes arrays that are already computed, draws them without pyplot, and returns the Axes or the
Figure; no display is needed, and no figure stays open unseen. A notebook shows a returned Figure, and the
``figure`` of a returned Axes.
"""

from .attributions import plot_attribution, plot_attributions
from .bars import plot_bars, plot_histograms
from .chain_rule import plot_chain_rule
from .channels import plot_channels
from .classification import plot_class_accuracy, plot_confusion_matrix, plot_misclassified
from .columns import plot_columns
from .convolutions import plot_worked_example
from .densities import plot_log_densities
from .descents import plot_bowl, plot_descents
from .film import ConvolutionFilm
from .groups import plot_embedding, plot_image_rows, plot_kernel_evolution
from .images import plot_image, plot_images
from .layers_in_a_row import plot_layers
from .lines import plot_curves, plot_learning_curves
from .maps import plot_feature_maps, plot_kernels
from .overlaps import plot_overlaps
from .paddings import plot_paddings
from .page_data import arrays_to_json
from .perceptron import plot_perceptron_and_cnn
from .performance import plot_parts, plot_roofline
from .planes import plot_planes
from .sequences import plot_sequences
from .sliding import animate_convolution, convolution_frames, plot_convolution_frames
from .tables import plot_tables
from .touched import plot_touched_pixels
from .windows import plot_windows

__all__ = [
    "ConvolutionFilm",
    "animate_convolution",
    "arrays_to_json",
    "convolution_frames",
    "plot_attribution",
    "plot_attributions",
    "plot_bars",
    "plot_bowl",
    "plot_chain_rule",
    "plot_channels",
    "plot_class_accuracy",
    "plot_columns",
    "plot_confusion_matrix",
    "plot_convolution_frames",
    "plot_curves",
    "plot_descents",
    "plot_embedding",
    "plot_feature_maps",
    "plot_histograms",
    "plot_image",
    "plot_image_rows",
    "plot_images",
    "plot_kernel_evolution",
    "plot_kernels",
    "plot_layers",
    "plot_learning_curves",
    "plot_log_densities",
    "plot_misclassified",
    "plot_overlaps",
    "plot_paddings",
    "plot_parts",
    "plot_perceptron_and_cnn",
    "plot_planes",
    "plot_roofline",
    "plot_sequences",
    "plot_tables",
    "plot_touched_pixels",
    "plot_windows",
    "plot_worked_example",
]
