package dev.osediff.network.ram;

import dev.osediff.network.GaussianDistribution;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;

/**
 * RAM's tagger in double precision from the definitions (arXiv 2103.14030, §3; arXiv 2306.03514, §3), token by token on a map
 * of rows and columns: no windows are cut out, no map is moved, no operation of the library is used. A token's window is found
 * by its place, and who is hidden by the three bands that the reference's code numbers.
 */
public final class NaiveRam {
    private final RamConfig config;
    private final TensorSource weights;

    public NaiveRam(RamConfig config, TensorSource weights) {
        this.config = config;
        this.weights = weights;
    }

    /** Returns the logits of one picture [1, 3, H, W]. */
    public double[] logits(Tensor image) {
        double[][] tokens = features(image);
        double[] logits = new double[config.labels()];
        for (int label = 0; label < logits.length; label++) {
            double[] h = linear("wordvec_proj", row("label_embed", label));
            for (int c = 0; c < h.length; c++) {
                h[c] = Math.max(0, h[c]);
            }
            for (int layer = 0; layer < config.layers(); layer++) {
                h = decoderLayer("tagging_head.encoder.layer." + layer + ".", h, tokens);
            }
            logits[label] = linear("fc", h)[0];
        }
        return logits;
    }

    private double[] decoderLayer(String name, double[] label, double[][] tokens) {
        double[] query = linear(name + "crossattention.self.query", label);
        double[][] keys = new double[tokens.length][];
        double[][] values = new double[tokens.length][];
        for (int i = 0; i < tokens.length; i++) {
            keys[i] = linear(name + "crossattention.self.key", tokens[i]);
            values[i] = linear(name + "crossattention.self.value", tokens[i]);
        }
        int width = config.hidden() / config.heads();
        double[] told = new double[config.hidden()];
        for (int head = 0; head < config.heads(); head++) {
            double[] shares = new double[tokens.length];
            for (int i = 0; i < tokens.length; i++) {
                shares[i] = dot(query, keys[i], head * width, width) / Math.sqrt(width);
            }
            softmax(shares);
            for (int c = head * width; c < (head + 1) * width; c++) {
                for (int i = 0; i < tokens.length; i++) {
                    told[c] += shares[i] * values[i][c];
                }
            }
        }
        double[] h = sum(linear(name + "crossattention.output.dense", told), label);
        h = layerNorm(name + "crossattention.output.LayerNorm", h, 1e-12);
        double[] wide = gelu(linear(name + "intermediate.dense", h));
        return layerNorm(name + "output.LayerNorm", sum(linear(name + "output.dense", wide), h), 1e-12);
    }

    /** Returns the mean token and all tokens after image_proj. */
    double[][] features(Tensor image) {
        SwinConfig swin = config.vision();
        double[][][] map = patches(image);
        for (int stage = 0; stage < swin.depths().size(); stage++) {
            String layer = "visual_encoder.layers." + stage + ".";
            for (int i = 0; i < swin.depths().get(stage); i++) {
                map = block(layer + "blocks." + i + ".", map, swin.heads().get(stage), i % 2 == 1);
            }
            if (stage < swin.depths().size() - 1) {
                map = merged(layer + "downsample.", map);
            }
        }
        int height = map.length;
        int width = map[0].length;
        double[][] tokens = new double[1 + height * width][];
        tokens[0] = new double[swin.features()];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double[] token = layerNorm("visual_encoder.norm", map[y][x], 1e-5);
                tokens[1 + y * width + x] = token;
                for (int c = 0; c < token.length; c++) {
                    tokens[0][c] += token[c] / (height * width);
                }
            }
        }
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = linear("image_proj", tokens[i]);
        }
        return tokens;
    }

    private double[][][] patches(Tensor image) {
        int p = config.vision().patch();
        Tensor filter = weights.load("visual_encoder.patch_embed.proj.weight");
        Tensor bias = weights.load("visual_encoder.patch_embed.proj.bias");
        double[][][] map =
                new double[image.dim(2) / p][image.dim(3) / p][config.vision().embed()];
        for (int y = 0; y < map.length; y++) {
            for (int x = 0; x < map[0].length; x++) {
                for (int c = 0; c < map[y][x].length; c++) {
                    double sum = bias.data()[c];
                    for (int tap = 0; tap < 3 * p * p; tap++) {
                        int row = y * p + tap / p % p;
                        int column = x * p + tap % p;
                        int at = (tap / (p * p) * image.dim(2) + row) * image.dim(3) + column;
                        sum += (double) filter.data()[c * 3 * p * p + tap] * image.data()[at];
                    }
                    map[y][x][c] = sum;
                }
                map[y][x] = layerNorm("visual_encoder.patch_embed.norm", map[y][x], 1e-5);
            }
        }
        return map;
    }

    private double[][][] block(String name, double[][][] map, int heads, boolean odd) {
        double[][][] attended = attention(name + "attn.", map, name + "norm1", heads, odd);
        double[][][] result = new double[map.length][map[0].length][];
        for (int y = 0; y < map.length; y++) {
            for (int x = 0; x < map[0].length; x++) {
                double[] h = sum(map[y][x], attended[y][x]);
                double[] wide = gelu(linear(name + "mlp.fc1", layerNorm(name + "norm2", h, 1e-5)));
                result[y][x] = sum(h, linear(name + "mlp.fc2", wide));
            }
        }
        return result;
    }

    /** Each token looks at all tokens of the map and skips those of other windows. */
    double[][][] attention(String name, double[][][] map, String norm, int heads, boolean odd) {
        int height = map.length;
        int width = map[0].length;
        int side = Math.min(config.vision().window(), Math.min(height, width));
        int shift = odd && Math.min(height, width) > config.vision().window() ? side / 2 : 0;
        int channels = map[0][0].length;
        double[][][] qkv = new double[height][width][];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                qkv[y][x] = linear(name + "qkv", layerNorm(norm, map[y][x], 1e-5));
            }
        }
        Tensor table = weights.load(name + "relative_position_bias_table");
        int d = channels / heads;
        double[][][] result = new double[height][width][];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double[] out = new double[channels];
                for (int head = 0; head < heads; head++) {
                    double total = 0;
                    double[] mix = new double[d];
                    for (int ky = 0; ky < height; ky++) {
                        for (int kx = 0; kx < width; kx++) {
                            int my = Math.floorMod(y - shift, height);
                            int mx = Math.floorMod(x - shift, width);
                            int ny = Math.floorMod(ky - shift, height);
                            int nx = Math.floorMod(kx - shift, width);
                            if (my / side != ny / side || mx / side != nx / side) {
                                continue;
                            }
                            double score = 0;
                            for (int c = head * d; c < (head + 1) * d; c++) {
                                score += qkv[y][x][c] * qkv[ky][kx][channels + c];
                            }
                            score /= Math.sqrt(d);
                            int distance = (my - ny + side - 1) * (2 * side - 1) + mx - nx + side - 1;
                            score += table.data()[distance * heads + head];
                            boolean seen = band(my, height, side, shift) == band(ny, height, side, shift)
                                    && band(mx, width, side, shift) == band(nx, width, side, shift);
                            double share = Math.exp(seen || shift == 0 ? score : score - 100);
                            total += share;
                            for (int c = 0; c < d; c++) {
                                mix[c] += share * qkv[ky][kx][2 * channels + head * d + c];
                            }
                        }
                    }
                    for (int c = 0; c < d; c++) {
                        out[head * d + c] = mix[c] / total;
                    }
                }
                result[y][x] = linear(name + "proj", out);
            }
        }
        return result;
    }

    /** The reference's slices of a moved axis: up to the last window, up to what came around, the rest. */
    private static int band(int at, int length, int side, int shift) {
        if (at < length - side) {
            return 0;
        }
        return at < length - shift ? 1 : 2;
    }

    private double[][][] merged(String name, double[][][] map) {
        int c = map[0][0].length;
        double[][][] result = new double[map.length / 2][map[0].length / 2][];
        for (int y = 0; y < result.length; y++) {
            for (int x = 0; x < result[0].length; x++) {
                double[] four = new double[4 * c];
                for (int i = 0; i < 4 * c; i++) {
                    int part = i / c;
                    four[i] = map[2 * y + (part == 1 || part == 3 ? 1 : 0)][2 * x + (part >= 2 ? 1 : 0)][i % c];
                }
                four = layerNorm(name + "norm", four, 1e-5);
                Tensor weight = weights.load(name + "reduction.weight");
                double[] out = new double[2 * c];
                for (int o = 0; o < out.length; o++) {
                    for (int i = 0; i < four.length; i++) {
                        out[o] += (double) weight.data()[o * four.length + i] * four[i];
                    }
                }
                result[y][x] = out;
            }
        }
        return result;
    }

    private double[] row(String name, int row) {
        Tensor table = weights.load(name);
        double[] values = new double[table.dim(1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = table.data()[row * values.length + i];
        }
        return values;
    }

    private double[] linear(String layer, double[] x) {
        float[] weight = weights.load(layer + ".weight").data();
        float[] bias = weights.load(layer + ".bias").data();
        double[] out = new double[bias.length];
        for (int o = 0; o < out.length; o++) {
            out[o] = bias[o];
            for (int i = 0; i < x.length; i++) {
                out[o] += weight[o * x.length + i] * x[i];
            }
        }
        return out;
    }

    private double[] layerNorm(String layer, double[] x, double epsilon) {
        float[] gain = weights.load(layer + ".weight").data();
        float[] bias = weights.load(layer + ".bias").data();
        double mean = 0;
        double square = 0;
        for (double value : x) {
            mean += value / x.length;
        }
        for (double value : x) {
            square += (value - mean) * (value - mean) / x.length;
        }
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = (x[i] - mean) / Math.sqrt(square + epsilon) * gain[i] + bias[i];
        }
        return out;
    }

    private static double[] gelu(double[] x) {
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[i] * GaussianDistribution.phi(x[i]);
        }
        return out;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] out = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            out[i] = a[i] + b[i];
        }
        return out;
    }

    private static double dot(double[] a, double[] b, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void softmax(double[] x) {
        double total = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.exp(x[i]);
            total += x[i];
        }
        for (int i = 0; i < x.length; i++) {
            x[i] /= total;
        }
    }
}
