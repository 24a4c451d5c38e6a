"""Makes the small files of torch.save that the checkpoint tests read; values are small integers and halves, so that the
tests can state them. Usage: torch_files.py FOLDER   (needs torch; made with 1.13.1)"""
import collections
import pathlib
import sys

import torch


def ramp(*shape, dtype=torch.float32):
    """Returns 0, 1, 2, ... in a shape."""
    count = 1
    for axis in shape:
        count *= axis
    return torch.arange(count).reshape(shape).to(dtype)


def views():
    base = ramp(4, 6)
    return {
        "base": base,
        "transposed": base.t(),
        "columns": base[:, 1:3],
        "every_other": base[::2, ::3],
        "row": base[2],
        "scalar": base[3, 5],
        "permuted": ramp(2, 3, 4).permute(2, 0, 1),
        "expanded": torch.tensor([[5.0, 6.0, 7.0, 8.0]])[:, :2].expand(2, 2),
    }


def types():
    return {
        "float": torch.tensor([0.5, -1.5, float("inf")]),
        "half": torch.tensor([0.5, -1.5, 65504.0], dtype=torch.float16),
        "bfloat16": torch.tensor([0.5, -1.5, 256.0], dtype=torch.bfloat16),
        "double": torch.tensor([0.5, -1.5, 2.0 ** 60], dtype=torch.float64),
        "long": torch.tensor([0, -1, 2 ** 40]),
        "int": torch.tensor([0, -1, 2 ** 20], dtype=torch.int32),
        "short": torch.tensor([0, -1, 300], dtype=torch.int16),
        "char": torch.tensor([0, -1, 127], dtype=torch.int8),
        "byte": torch.tensor([0, 1, 255], dtype=torch.uint8),
        "bool": torch.tensor([False, True, True]),
        "empty": torch.zeros(3, 0),
    }


def module():
    layers = torch.nn.Sequential(collections.OrderedDict(first=torch.nn.Linear(3, 2), second=torch.nn.Conv2d(1, 2, 1)))
    with torch.no_grad():
        for parameter in layers.parameters():
            parameter.copy_(ramp(*parameter.shape))
    return layers


def content():
    layers = module()
    return {
        "rank": 4,
        "large": 2 ** 40,
        "negative": -5,
        "names": ["conv_in", "Grüße", "conv_in"],
        "views": views(),
        "types": types(),
        "state": layers.state_dict(),
        "parameters": dict(layers.named_parameters()),
        "mixed": {"weight": ramp(2), "epoch": 3},
        "rate": 0.25,
        "nothing": None,
        "flag": True,
        "pair": ("a", 1),
        "size": torch.Size([1, 2]),
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(content(), folder / "protocol2.pkl")
    torch.save({**content(), "set": {"a", "b"}, "bytes": b"abc"}, folder / "protocol4.pkl", pickle_protocol=4)
    torch.save(module().state_dict(), folder / "flat.bin")
    torch.save({"a": ramp(2)}, folder / "legacy.pkl", _use_new_zipfile_serialization=False)
    torch.jit.script(torch.nn.Linear(2, 1)).save(str(folder / "program.pt"))


main()
