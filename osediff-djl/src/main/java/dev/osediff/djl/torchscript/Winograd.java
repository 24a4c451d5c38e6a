package dev.osediff.djl.torchscript;

/**
 * 3×3 convolutions by Winograd's F(2×2, 3×3) (Lavin and Gray 2016) as two TorchScript functions: 4 products per output pixel in
 * place of 9, computed as 16 matrix products over tiles of 4×4 pixels. A nearest ×2 upsampling before the convolution
 * leaves 9 of the 16, because the differences of its equal pixels vanish: 9 products per 4 output pixels in place of 36.
 * Maps are channels-last, so that every step of the transforms runs along the channels. Some rows of tiles are computed at a
 * time: their transforms then stay in the processor's caches.
 */
final class Winograd {
    /** Function of (map [N, I, H, W], filter [16, I, O], bias [O], rows of tiles at a time). */
    static final String CONVOLUTION = "winograd_conv3x3";

    /** Function of the same arguments, whose result [N, O, 2H, 2W] is that of the upsampled map. */
    static final String UPSAMPLED = "winograd_upsample_conv3x3";

    private static final int FEWEST_CHANNELS = 128;
    private static final int FEWEST_PIXELS = 32 * 32;

    /** Elements of the transformed tiles that are made at a time: 8 MiB in bfloat16. */
    private static final long BAND_ELEMENTS = 4L << 20;

    private Winograd() {}

    /**
     * Tells whether it is worth its memory, 16 / 9 of the filter's: with few channels the transforms cost more than they
     * save, and on small maps reading the filter takes most of the time.
     */
    static boolean pays(int outputs, int inputs, int pixels) {
        return Math.min(outputs, inputs) >= FEWEST_CHANNELS && pixels >= FEWEST_PIXELS;
    }

    /** Returns how many rows of tiles to compute at a time on a map of some width. */
    static int tileRows(int width, int channels) {
        return (int) Math.max(1, BAND_ELEMENTS / (16L * ((width + 1) / 2) * channels));
    }

    /** Returns both functions. */
    static String functions() {
        return """
              def winograd_conv3x3(self: __torch__.M, x: Tensor, u: Tensor, b: Tensor, rows: int) -> Tensor:
                n = torch.size(x, 0)
                c = torch.size(x, 1)
                h = torch.size(x, 2)
                w = torch.size(x, 3)
                o = torch.size(u, 2)
                th = (h + 1) // 2
                tw = (w + 1) // 2
                p = torch.constant_pad_nd(torch.permute(x, [0, 2, 3, 1]), [0, 0, 1, 2 * tw - w + 1, 1, 2 * th - h + 1], 0.)
                p = torch.view(p, [n, th + 1, 2, 2 * tw + 2, c])
                y = torch.new_empty(x, [n, th, 2, tw, 2, o])
                for k in range(n):
                  for i in range((th + rows - 1) // rows):
                    s = i * rows
                    e = ops.prim.min(s + rows, th)
                    t = e - s
                    q = torch.select(p, 0, k)
                    near = torch.slice(q, 0, s, e, 1)
                    far = torch.slice(q, 0, s + 1, e + 1, 1)
                    d0 = torch.select(near, 1, 0)
                    d1 = torch.select(near, 1, 1)
                    d2 = torch.select(far, 1, 0)
                    d3 = torch.select(far, 1, 1)
                    r = torch.new_empty(x, [4, t, 2 * tw + 2, c])
                    _0 = torch.sub(d0, d2, alpha=1, out=torch.select(r, 0, 0))
                    _1 = torch.add(d1, d2, alpha=1, out=torch.select(r, 0, 1))
                    _2 = torch.sub(d2, d1, alpha=1, out=torch.select(r, 0, 2))
                    _3 = torch.sub(d1, d3, alpha=1, out=torch.select(r, 0, 3))
                    r = torch.view(r, [4, t, tw + 1, 2, c])
                    near = torch.slice(r, 2, 0, tw, 1)
                    far = torch.slice(r, 2, 1, tw + 1, 1)
                    d0 = torch.select(near, 3, 0)
                    d1 = torch.select(near, 3, 1)
                    d2 = torch.select(far, 3, 0)
                    d3 = torch.select(far, 3, 1)
                    v = torch.new_empty(x, [4, 4, t, tw, c])
                    _4 = torch.sub(d0, d2, alpha=1, out=torch.select(v, 1, 0))
                    _5 = torch.add(d1, d2, alpha=1, out=torch.select(v, 1, 1))
                    _6 = torch.sub(d2, d1, alpha=1, out=torch.select(v, 1, 2))
                    _7 = torch.sub(d1, d3, alpha=1, out=torch.select(v, 1, 3))
                    m = torch.view(torch.bmm(torch.view(v, [16, t * tw, c]), u), [4, 4, t, tw, o])
                    _8 = torch.add_(torch.select(torch.select(m, 0, 1), 0, 1), b)
                    z = torch.new_empty(x, [2, 4, t, tw, o])
                    m0 = torch.select(m, 0, 0)
                    m1 = torch.select(m, 0, 1)
                    m2 = torch.select(m, 0, 2)
                    m3 = torch.select(m, 0, 3)
                    _9 = torch.add_(torch.add(m0, m1, alpha=1, out=torch.select(z, 0, 0)), m2)
                    _10 = torch.sub_(torch.sub(m1, m2, alpha=1, out=torch.select(z, 0, 1)), m3)
                    m0 = torch.select(z, 1, 0)
                    m1 = torch.select(z, 1, 1)
                    m2 = torch.select(z, 1, 2)
                    m3 = torch.select(z, 1, 3)
                    out = torch.permute(torch.slice(torch.select(y, 0, k), 0, s, e, 1), [3, 1, 0, 2, 4])
                    _11 = torch.add(torch.add(m0, m1), m2, alpha=1, out=torch.select(out, 0, 0))
                    _12 = torch.sub(torch.sub(m1, m2), m3, alpha=1, out=torch.select(out, 0, 1))
                y = torch.view(y, [n, 2 * th, 2 * tw, o])
                y = torch.slice(torch.slice(y, 1, 0, h, 1), 2, 0, w, 1)
                return torch.permute(torch.contiguous(y), [0, 3, 1, 2])
              def winograd_upsample_conv3x3(self: __torch__.M, x: Tensor, u: Tensor, b: Tensor, rows: int) -> Tensor:
                n = torch.size(x, 0)
                c = torch.size(x, 1)
                h = torch.size(x, 2)
                w = torch.size(x, 3)
                o = torch.size(u, 2)
                p = torch.constant_pad_nd(torch.permute(x, [0, 2, 3, 1]), [0, 0, 1, 1, 1, 1], 0.)
                y = torch.new_empty(x, [n, h, 2, w, 2, o])
                f = torch.view(u, [4, 4, c, o])
                f = torch.cat([torch.slice(f, 0, 0, 2, 1), torch.slice(f, 0, 3, 4, 1)], 0)
                f = torch.cat([torch.slice(f, 1, 0, 2, 1), torch.slice(f, 1, 3, 4, 1)], 1)
                f = torch.view(f, [9, c, o])
                for k in range(n):
                  for i in range((h + rows - 1) // rows):
                    s = i * rows
                    e = ops.prim.min(s + rows, h)
                    t = e - s
                    q = torch.select(p, 0, k)
                    d0 = torch.slice(q, 0, s, e, 1)
                    d1 = torch.slice(q, 0, s + 1, e + 1, 1)
                    d2 = torch.slice(q, 0, s + 2, e + 2, 1)
                    r = torch.new_empty(x, [3, t, w + 2, c])
                    _0 = torch.sub(d0, d1, alpha=1, out=torch.select(r, 0, 0))
                    _1 = torch.add(d1, d1, alpha=1, out=torch.select(r, 0, 1))
                    _2 = torch.sub(d1, d2, alpha=1, out=torch.select(r, 0, 2))
                    d0 = torch.slice(r, 2, 0, w, 1)
                    d1 = torch.slice(r, 2, 1, w + 1, 1)
                    d2 = torch.slice(r, 2, 2, w + 2, 1)
                    v = torch.new_empty(x, [3, 3, t, w, c])
                    _3 = torch.sub(d0, d1, alpha=1, out=torch.select(v, 1, 0))
                    _4 = torch.add(d1, d1, alpha=1, out=torch.select(v, 1, 1))
                    _5 = torch.sub(d1, d2, alpha=1, out=torch.select(v, 1, 2))
                    m = torch.view(torch.bmm(torch.view(v, [9, t * w, c]), f), [3, 3, t, w, o])
                    _6 = torch.add_(torch.select(torch.select(m, 0, 1), 0, 1), b)
                    z = torch.new_empty(x, [2, 3, t, w, o])
                    _7 = torch.add(torch.select(m, 0, 0), torch.select(m, 0, 1), alpha=1, out=torch.select(z, 0, 0))
                    _8 = torch.sub(torch.select(m, 0, 1), torch.select(m, 0, 2), alpha=1, out=torch.select(z, 0, 1))
                    m0 = torch.select(z, 1, 0)
                    m1 = torch.select(z, 1, 1)
                    m2 = torch.select(z, 1, 2)
                    out = torch.permute(torch.slice(torch.select(y, 0, k), 0, s, e, 1), [3, 1, 0, 2, 4])
                    _9 = torch.add(m0, m1, alpha=1, out=torch.select(out, 0, 0))
                    _10 = torch.sub(m1, m2, alpha=1, out=torch.select(out, 0, 1))
                return torch.permute(torch.view(y, [n, 2 * h, 2 * w, o]), [0, 3, 1, 2])
            """;
    }
}
