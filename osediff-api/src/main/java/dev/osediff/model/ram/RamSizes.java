package dev.osediff.model.ram;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.TensorSource;
import dev.osediff.network.ram.RamConfig;
import dev.osediff.network.ram.SwinConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sizes of a RAM tagger, told by the shapes of its tensors. Two are not told by weights: the picture's side, which the masks
 * of moved windows tell where the file has them and which is 384 pixels else, and the 4 heads of the label decoder.
 *
 * @param tensors under the published names
 */
record RamSizes(TensorSource tensors) {
    private static final int SIDE = 384;
    private static final int DECODER_HEADS = 4;
    private static final String STAGES = "visual_encoder.layers.";
    private static final Pattern NUMBER = Pattern.compile("^(\\d{1,3})\\.");
    private static final String LAYERS = "tagging_head.encoder.layer.";

    /**
     * Returns the sizes.
     *
     * @throws ModelException if the tensors are not those of a RAM tagger
     */
    RamConfig config() {
        int[] patches = axes("visual_encoder.patch_embed.proj.weight", 4);
        int[] projection = axes("image_proj.weight", 2);
        int[] labels = axes("label_embed", 2);
        int[] queries = axes("wordvec_proj.weight", 2);
        int[] wide = axes(LAYERS + "0.intermediate.dense.weight", 2);
        List<Integer> depths = new ArrayList<>();
        List<Integer> heads = new ArrayList<>();
        for (int stage = 0; stage < count(STAGES); stage++) {
            depths.add(count(STAGES + stage + ".blocks."));
            heads.add(axes(table(stage), 2)[1]);
        }
        int window = (root(axes(table(0), 2)[0], table(0)) + 1) / 2;
        try {
            SwinConfig vision = new SwinConfig(side(patches[2], window), patches[2], window, patches[0], depths, heads);
            int layers = count(LAYERS);
            return new RamConfig(vision, projection[0], labels[0], queries[0], DECODER_HEADS, layers, wide[0]);
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage(), "the sizes of a RAM tagger");
        }
    }

    /** A mask is [windows, tokens, tokens]. */
    private int side(int patch, int window) {
        String mask = block(0, 1) + "attn_mask";
        return has(mask) ? root(axes(mask, 3)[0], mask) * window * patch : SIDE;
    }

    private static String block(int stage, int block) {
        return STAGES + stage + ".blocks." + block + ".";
    }

    private static String table(int stage) {
        return block(stage, 0) + "attn.relative_position_bias_table";
    }

    private boolean has(String name) {
        return tensors.names().contains(name);
    }

    /** One more than the largest number behind a prefix, so that what is missing in between is missed later. */
    private int count(String prefix) {
        int count = 0;
        for (String name : tensors.names()) {
            Matcher number = NUMBER.matcher(name.startsWith(prefix) ? name.substring(prefix.length()) : "");
            count = number.find() ? Math.max(count, 1 + Integer.parseInt(number.group(1))) : count;
        }
        return count;
    }

    private int root(int square, String name) {
        int root = (int) Math.round(Math.sqrt(square));
        if (root * root != square) {
            throw refused(name + " with " + square + " rows", "a square number of rows");
        }
        return root;
    }

    private int[] axes(String name, int count) {
        if (!has(name)) {
            throw refused("no tensor " + name, "all tensors of RAM's tagging path");
        }
        int[] shape = tensors.shape(name);
        if (shape.length != count) {
            throw refused(name + " with " + shape.length + " axes", count + " axes");
        }
        return shape;
    }

    private ModelException refused(String found, String limit) {
        return new ModelException(new Problem(
                "RAM file " + tensors.origin(),
                found,
                limit,
                "Take ram_swin_large_14m.pth as it is published, whole."));
    }
}
