"""The ten classes of Fashion-MNIST, in English and in Korean."""

CLASS_NAMES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
"""The ten classes; a label is an index into this tuple."""


CLASS_NAMES_KO = (
    "티셔츠/윗도리",
    "바지",
    "스웨터",
    "드레스",
    "코트",
    "샌들",
    "셔츠",
    "스니커즈",
    "가방",
    "앵클 부츠",
)
"""The ten classes in Korean."""
