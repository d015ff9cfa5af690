"""How cells run: the kernel, what their outputs rest on, the trained network, drafts, pages that measure time."""
