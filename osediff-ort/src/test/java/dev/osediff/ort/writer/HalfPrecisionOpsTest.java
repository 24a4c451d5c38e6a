package dev.osediff.ort.writer;

import dev.osediff.checkpoint.HalfFloats;
import dev.osediff.network.Ops;
import dev.osediff.network.OpsContract;
import dev.osediff.network.Tensor;
import dev.osediff.ort.onnx.ElementType;

/** Every operation's graph in half precision, with the first argument as an input and the others as parameters. */
class HalfPrecisionOpsTest extends OpsContract<Value> {
    private final GraphUnderTest graph = new GraphUnderTest(ElementType.FLOAT16);
    private boolean first = true;

    @Override
    protected Ops<Value> ops() {
        return graph.ops();
    }

    /** Eight roundings of 2⁻¹¹ at the most follow each other. */
    @Override
    protected double tolerance() {
        return 8 * 0x1p-11;
    }

    @Override
    protected Value upload(Tensor value) {
        Value uploaded = first ? graph.input(value) : graph.parameter(value);
        first = false;
        return uploaded;
    }

    @Override
    protected float stored(float value) {
        return HalfFloats.fromFp16(HalfFloats.toFp16(value));
    }

    @Override
    protected boolean seesValues() {
        return false;
    }

    @Override
    protected Tensor download(Value value) {
        first = true;
        return graph.compute(value);
    }
}
