"""Prints the values that NiqeGoldenTest expects, computed with numpy from NIQE's paper (Mittal, Soundararajan and Bovik 2013)
and the conventions of osediff.md 3.4, with plain two-dimensional filters and a plain search over the shapes.

The pictures are arithmetic: the test makes the same ones. Usage: niqe_golden.py
"""
import math

import numpy as np

WIDTH, HEIGHT, BLOCK = 305, 210, 96
SHAPES = 0.2 + 0.001 * np.arange(9801)
RATIOS = np.array([math.gamma(2 / a) ** 2 / (math.gamma(1 / a) * math.gamma(3 / a)) for a in SHAPES])


def picture(seed):
    """Returns soft waves with repeatable noise in 8-bit levels: [3, height, width], float32 in 0 to 1."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.int64)
    planes = []
    for c in range(3):
        wave = 120 + 60 * (((x * (3 + c) + y * 2 * seed) // 16) % 2) + (x * y // 97) % 31
        state = (x * 7919 + y * 104729 + c * 1299709 + seed * 15485863) % 2147483647
        for _ in range(2):
            state = state * 48271 % 2147483647
        noise = (state % 41 - 20) * (state // 41 % 9) ** 2 // 20
        planes.append(np.clip(wave + noise, 0, 255))
    return np.array(planes).astype(np.float32) / np.float32(255)


def luma(image):
    r, g, b = image.astype(np.float64)
    return np.round(255 * (0.299 * r + 0.587 * g + 0.114 * b))


def filtered(plane):
    offsets = np.arange(-3, 4)
    one = np.exp(-offsets ** 2 / (2 * (7 / 6) ** 2))
    window = np.outer(one, one)
    window /= window.sum()
    padded = np.pad(plane, 3, mode="edge")
    out = np.zeros_like(plane)
    for dy in range(7):
        for dx in range(7):
            out += window[dy, dx] * padded[dy : dy + plane.shape[0], dx : dx + plane.shape[1]]
    return out


def cubic(x):
    x = abs(x)
    if x <= 1:
        return 1.5 * x ** 3 - 2.5 * x ** 2 + 1
    return -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2 if x < 2 else 0


def halved(plane):
    def rows(p):
        n = p.shape[0]
        out = np.zeros((n // 2, p.shape[1]))
        for i in range(n // 2):
            centre = (i + 0.5) * 2 - 0.5
            taps = range(int(math.floor(centre)) - 4, int(math.floor(centre)) + 6)
            weights = np.array([0.5 * cubic(0.5 * (t - centre)) for t in taps])
            weights /= weights.sum()
            for t, w in zip(taps, weights):
                t = -1 - t if t < 0 else 2 * n - 1 - t if t >= n else t
                out[i] += w * p[t]
        return out

    return rows(rows(plane).T).T


def density(values):
    left = np.sqrt(np.mean(values[values < 0] ** 2))
    right = np.sqrt(np.mean(values[values > 0] ** 2))
    g = left / right
    r = np.mean(np.abs(values)) ** 2 / np.mean(values ** 2)
    wanted = r * (g ** 3 + 1) * (g + 1) / (g ** 2 + 1) ** 2
    a = SHAPES[np.argmin((RATIOS - wanted) ** 2)]
    spread = math.sqrt(math.gamma(1 / a) / math.gamma(3 / a))
    return a, left * spread, right * spread


def block_features(block):
    a, left, right = density(block.ravel())
    features = [a, (left + right) / 2]
    for shift in ((0, 1), (1, 0), (1, 1), (1, -1)):
        a, left, right = density((block * np.roll(block, shift, axis=(0, 1))).ravel())
        features += [a, (right - left) * math.gamma(2 / a) / math.gamma(1 / a), left, right]
    return features


def features(image):
    """Returns [blocks, 36] and the blocks' sharpness."""
    plane = luma(image)
    rows, columns = plane.shape[0] // BLOCK, plane.shape[1] // BLOCK
    plane = plane[: rows * BLOCK, : columns * BLOCK]
    per_size, sharp = [], []
    for side in (BLOCK, BLOCK // 2):
        mean = filtered(plane)
        deviation = np.sqrt(np.abs(filtered(plane ** 2) - mean ** 2))
        normal = (plane - mean) / (deviation + 1)
        per_block = []
        for y in range(rows):
            for x in range(columns):
                part = np.s_[y * side : (y + 1) * side, x * side : (x + 1) * side]
                per_block.append(block_features(normal[part]))
                if side == BLOCK:
                    sharp.append(deviation[part].mean())
        per_size.append(per_block)
        plane = halved(plane)
    return np.concatenate([np.array(p) for p in per_size], axis=1), np.array(sharp)


def niqe(mean, covariance, f):
    difference = mean - f.mean(0)
    return math.sqrt(difference @ np.linalg.pinv((covariance + np.cov(f.T)) / 2) @ difference)


def main():
    pristine = []
    for seed in range(1, 41):
        f, sharp = features(picture(seed))
        pristine.append(f[sharp > 0.75 * sharp.max()])
    pristine = np.concatenate(pristine)
    print("pristine blocks", len(pristine))
    mean, covariance = pristine.mean(0), np.cov(pristine.T)
    f, sharp = features(picture(77))
    print("first block", ", ".join(repr(float(v)) for v in f[0]))
    print("last block", ", ".join(repr(float(v)) for v in f[-1]))
    print("sharpness", ", ".join(repr(float(v)) for v in sharp))
    print("niqe of 77", niqe(mean, covariance, f))
    print("niqe of the half", niqe(mean, covariance, features(0.5 * picture(77))[0]))


if __name__ == "__main__":
    main()
