package dev.osediff.backend;

/** Arithmetic of the large products. The one-step line and all colour arithmetic are float32 in every case. */
public enum Precision {
    /** IEEE single precision. */
    FP32,
    /** bfloat16 products, float32 sums. */
    BF16,
    /** IEEE half precision. */
    FP16,
    /** 8-bit integer products and 32-bit integer sums in the layers that a table names, float32 elsewhere. */
    INT8
}
