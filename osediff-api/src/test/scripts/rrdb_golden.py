"""Makes the small GAN checkpoints that the tests of dev.osediff.network.rrdb read, and what PyTorch computes with them.
The network is written here from ESRGAN's paper and the published files' names. Usage: rrdb_golden.py FOLDER
(needs torch; made with 1.13.0)"""
import json
import pathlib
import struct
import sys

import torch
import torch.nn.functional as F

FEATURES, GROWTH = 4, 3


def parameters(input_channels, blocks):
    """Returns seeded weights under Real-ESRGAN's names."""
    generator = torch.Generator().manual_seed(20 + input_channels)
    all_parameters = {}

    def conv(name, channels, outputs):
        spread = (1.6 / (9 * channels)) ** 0.5
        all_parameters[name + ".weight"] = torch.randn(outputs, channels, 3, 3, generator=generator) * spread
        all_parameters[name + ".bias"] = torch.randn(outputs, generator=generator) * 0.1

    conv("conv_first", input_channels, FEATURES)
    for block in range(blocks):
        for dense in (1, 2, 3):
            for i in range(5):
                outputs = FEATURES if i == 4 else GROWTH
                conv(f"body.{block}.rdb{dense}.conv{i + 1}", FEATURES + i * GROWTH, outputs)
    for name in ("conv_body", "conv_up1", "conv_up2", "conv_hr"):
        conv(name, FEATURES, FEATURES)
    conv("conv_last", FEATURES, 3)
    return all_parameters


def network(p, image, unshuffle, blocks):
    def conv(name, x):
        return F.conv2d(x, p[name + ".weight"], p[name + ".bias"], padding=1)

    def relu(x):
        return F.leaky_relu(x, 0.2)

    def dense(name, x):
        seen = [x]
        for i in range(1, 5):
            seen.append(relu(conv(f"{name}.conv{i}", torch.cat(seen, 1))))
        return x + 0.2 * conv(name + ".conv5", torch.cat(seen, 1))

    first = conv("conv_first", F.pixel_unshuffle(image, unshuffle))
    h = first
    for block in range(blocks):
        inner = h
        for i in (1, 2, 3):
            inner = dense(f"body.{block}.rdb{i}", inner)
        h = h + 0.2 * inner
    h = first + conv("conv_body", h)
    for name in ("conv_up1", "conv_up2"):
        h = relu(conv(name, F.interpolate(h, scale_factor=2, mode="nearest")))
    return conv("conv_last", relu(conv("conv_hr", h)))


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in sorted(tensors.items()):
        raw = tensor.contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    expected = {}
    for scale, unshuffle, blocks, height, width in ((4, 1, 2, 5, 7), (2, 2, 1, 6, 10)):
        p = parameters(3 * unshuffle ** 2, blocks)
        # The second in the format of before PyTorch 1.6, which many public files have.
        torch.save({"params_ema": p}, folder / f"x{scale}.pth", _use_new_zipfile_serialization=scale == 4)
        image = torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(scale))
        expected[f"image_x{scale}"] = image
        expected[f"output_x{scale}"] = network(p, image, unshuffle, blocks)
    write_safetensors(folder / "expected.safetensors", expected)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
