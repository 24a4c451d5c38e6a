"""Makes resample_golden.txt: what Pillow (9.4.0) gives for every filter, size and box below, on 8-bit grey.

Usage: python3 make_resample_golden.py ../resources/dev/osediff/image/resample_golden.txt
First line: source width, height, hex samples. Then one line a case: filter, box, width, height, hex samples.
"""

import random
import sys

from PIL import Image

WIDTH, HEIGHT = 23, 17
FILTERS = {
    "BOX": Image.Resampling.BOX,
    "BILINEAR": Image.Resampling.BILINEAR,
    "BICUBIC": Image.Resampling.BICUBIC,
    "LANCZOS3": Image.Resampling.LANCZOS,
}
WHOLE = (0, 0, WIDTH, HEIGHT)
CASES = [
    (WHOLE, 46, 34), (WHOLE, 37, 41), (WHOLE, 7, 5), (WHOLE, 11, 34), (WHOLE, 1, 1),
    (WHOLE, 40, 17), (WHOLE, 23, 3), (WHOLE, 22, 16),
    ((2.5, 1.25, 20.0, 16.75), 13, 9), ((3, 2, 17, 15), 30, 26), ((0, 3.5, 23, 17), 23, 17),
]


def main(path):
    rng = random.Random(7)
    # Noise, black and white in one picture: clipping between the passes shows.
    samples = [rng.choice((0, 255, rng.randrange(256))) for _ in range(WIDTH * HEIGHT)]
    source = Image.frombytes("L", (WIDTH, HEIGHT), bytes(samples))
    with open(path, "w", encoding="ascii") as out:
        print(WIDTH, HEIGHT, source.tobytes().hex(), file=out)
        for name, resampling in FILTERS.items():
            for box, width, height in CASES:
                result = source.resize((width, height), resampling, box=box)
                print(name, *(float(v) for v in box), width, height, result.tobytes().hex(), file=out)


main(sys.argv[1])
