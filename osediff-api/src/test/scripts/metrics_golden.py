"""Prints the values that MetricsGoldenTest expects, computed with numpy straight from the definitions.

The two 8-bit pictures are arithmetic: the test makes the same ones.
"""
import numpy as np

WIDTH, HEIGHT = 61, 47


def pictures():
    c, y, x = np.mgrid[0:3, 0:HEIGHT, 0:WIDTH]
    truth = (3 * x + 5 * y + 40 * c + (x * x + 3 * y * y) // 16) % 256
    noise = (37 * x + 61 * y + 11 * c + x * y) % 23 - 10
    return np.clip(truth + noise, 0, 255) / 255, truth / 255


def cropped(picture, crop):
    return picture[:, crop : HEIGHT - crop, crop : WIDTH - crop]


def luma(picture):
    return (np.tensordot([65.481, 128.553, 24.966], picture, 1) + 16) / 255


def psnr(a, b):
    return 10 * np.log10(1 / np.mean((a - b) ** 2))


def ssim(a, b):
    a, b = np.round(luma(a) * 255), np.round(luma(b) * 255)
    axis = np.arange(11) - 5
    window = np.exp(-(axis[:, None] ** 2 + axis[None, :] ** 2) / (2 * 1.5**2))
    window /= window.sum()

    def mean(v):
        patches = np.lib.stride_tricks.sliding_window_view(v, (11, 11))
        return (patches * window).sum((2, 3))

    ma, mb = mean(a), mean(b)
    va, vb, cov = mean(a * a) - ma**2, mean(b * b) - mb**2, mean(a * b) - ma * mb
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    structure = np.maximum((2 * cov + c2) / (va + vb + c2), 0)
    return np.mean(structure * (2 * ma * mb + c1) / (ma**2 + mb**2 + c1))


def gradient_energy(picture):
    y = luma(picture)
    return np.mean(np.concatenate([(np.diff(y, axis=axis) ** 2).ravel() for axis in (0, 1)]))


found, truth = pictures()
for crop in (0, 4):
    a, b = cropped(found, crop), cropped(truth, crop)
    print("crop", crop, "psnr y", psnr(luma(a), luma(b)), "psnr rgb", psnr(a, b), "ssim y", ssim(a, b))
    print("    ssim y against the negative", ssim(1 - b, b))
print("grey: psnr y", psnr(luma(np.repeat(found[:1], 3, 0)), luma(np.repeat(truth[:1], 3, 0))))
print("gradient energy", gradient_energy(found), gradient_energy(truth))
print("mean colour", 255 * (found - truth).mean((1, 2)))
