"""Makes the golden fixture of the text encoder from a small model folder of the public layout and what the reference
library computes with it.

Usage: text_encoder_golden.py MODEL_FOLDER OUTPUT_FOLDER   (needs numpy)
MODEL_FOLDER has sd21/text_encoder/{config.json, model.safetensors} and expect.npz with `ids` and `context`; both were
made with random weights by transformers. The token table keeps only the rows of `ids`, which are numbered anew.
"""
import json
import pathlib
import struct
import sys

import numpy as np

TOKENS = "text_model.embeddings.token_embedding.weight"
PREFIX = "text_model."
TYPES = {"F32": np.float32, "F16": np.float16}


def read(path):
    content = path.read_bytes()
    size = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8 : 8 + size])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = (8 + size + offset for offset in entry["data_offsets"])
            values = np.frombuffer(content[start:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
            # The public files have the prefix; newer versions of the library write names without it.
            tensors[name if name.startswith(PREFIX) else PREFIX + name] = values
    return tensors


def write(path, tensors):
    header, data = {}, b""
    for name, values in sorted(tensors.items()):
        stored = values.tobytes()
        dtype = "F16" if values.dtype == np.float16 else "F32"
        header[name] = {"dtype": dtype, "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(stored)]}
        data += stored
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main(model, folder):
    tensors = read(model / "sd21/text_encoder/model.safetensors")
    expected = np.load(model / "expect.npz")
    rows, ids = np.unique(expected["ids"], return_inverse=True)
    tensors[TOKENS] = tensors[TOKENS][rows]
    config = json.loads((model / "sd21/text_encoder/config.json").read_text())
    config["vocab_size"] = len(rows)
    write(folder / "text_encoder.safetensors", tensors)
    write(
        folder / "text_encoder_expected.safetensors",
        {"ids": ids.reshape(expected["ids"].shape).astype(np.float32), "context": expected["context"]},
    )
    (folder / "text_encoder_config.json").write_text(json.dumps(config, indent=1) + "\n")


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
