"""Fashion-MNIST: its images, its classes, and where its files are looked for."""

from .class_names import CLASS_NAMES, CLASS_NAMES_KO
from .files import FashionMNIST
from .sources import fashion_mnist

__all__ = ["CLASS_NAMES", "CLASS_NAMES_KO", "FashionMNIST", "fashion_mnist"]
