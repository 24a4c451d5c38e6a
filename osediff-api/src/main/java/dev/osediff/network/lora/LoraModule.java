package dev.osediff.network.lora;

import dev.osediff.network.Tensor;

/**
 * One adapter of one layer: its two factors in peft's names and shapes. Immutable.
 *
 * @param module path of the layer
 * @param adapter name of the adapter
 * @param scale rank and alpha
 * @param weightShape shape of the layer's weight, [out, in] or [out, in, kh, kw]
 */
public record LoraModule(String module, String adapter, LoraScale scale, int[] weightShape) {
    /** Copies the shape. */
    public LoraModule {
        weightShape = weightShape.clone();
    }

    @Override
    public int[] weightShape() {
        return weightShape.clone();
    }

    /** Returns the kind of the layer. */
    public LayerKind kind() {
        return LayerKind.of(weightShape);
    }

    /** Returns the name of the layer's weight. */
    public String weightName() {
        return module + ".weight";
    }

    /** Returns the name of A, the factor that reads the layer's input. */
    public String nameA() {
        return module + ".lora_A." + adapter + ".weight";
    }

    /** Returns the name of B, the factor that writes to the layer's output. */
    public String nameB() {
        return module + ".lora_B." + adapter + ".weight";
    }

    /** Returns the shape of A: [r, in] or [r, in, kh, kw]. */
    public int[] shapeA() {
        int[] shape = weightShape.clone();
        shape[0] = scale.rank();
        return shape;
    }

    /** Returns the shape of B: [out, r] or [out, r, 1, 1]. */
    public int[] shapeB() {
        return kind() == LayerKind.LINEAR
                ? new int[] {weightShape[0], scale.rank()}
                : new int[] {weightShape[0], scale.rank(), 1, 1};
    }

    /** Returns how many numbers the two factors have. */
    public long parameters() {
        return Tensor.elements(shapeA()) + Tensor.elements(shapeB());
    }
}
