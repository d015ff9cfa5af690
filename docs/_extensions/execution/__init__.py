"""How cells run: the kernel, the cache, the trained network, pages that measure time."""
