package dev.osediff.ort.writer;

import dev.osediff.backend.Precision;
import dev.osediff.network.quantised.QuantisationTable;
import dev.osediff.ort.onnx.ElementType;

/**
 * What a graph computes in.
 *
 * @param real type of parameters and of values between nodes: FLOAT or FLOAT16; inputs, outputs and statistics of norms are float32
 * @param table the layers of 8-bit products
 */
public record Arithmetic(ElementType real, QuantisationTable table) {
    /** Float32 throughout. */
    public static final Arithmetic FLOAT32 = new Arithmetic(ElementType.FLOAT, QuantisationTable.NONE);

    /** Returns what a precision asks for; the table counts in {@link Precision#INT8} only. */
    public static Arithmetic of(Precision precision, QuantisationTable table) {
        return switch (precision) {
            case FP32 -> FLOAT32;
            case FP16 -> new Arithmetic(ElementType.FLOAT16, QuantisationTable.NONE);
            case INT8 -> new Arithmetic(ElementType.FLOAT, table);
            case BF16 -> throw new IllegalArgumentException("no graph computes in " + precision);
        };
    }
}
