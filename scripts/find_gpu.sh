#!/bin/sh
# Says, before anything is installed, whether this machine has an NVIDIA GPU, and what is missing if not.
set -u

limit=  # a driver that hangs must not hang this
command -v timeout >/dev/null 2>&1 && limit='timeout 15'
if command -v nvidia-smi >/dev/null 2>&1; then
    cards=$($limit nvidia-smi --list-gpus 2>&1) && [ -n "$cards" ] && printf '%s\n' "$cards" && exit 0
    looked="nvidia-smi says: $(printf '%s' "${cards:-nothing}" | head -n 1)"
elif [ -e /dev/nvidiactl ] || [ -e /dev/dxg ]; then
    exit 0
else
    looked="there is neither the command nvidia-smi nor the device /dev/nvidiactl"
fi
cat >&2 <<END
make gpu needs an NVIDIA GPU and its driver, and found none: $looked.
With a driver for CUDA 13, make gpu alone installs the rest; with one for CUDA 12: make gpu CUDA=cuda12.
END
exit 1
