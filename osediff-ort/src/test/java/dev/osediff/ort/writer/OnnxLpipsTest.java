package dev.osediff.ort.writer;

import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.perceptual.LpipsContract;

class OnnxLpipsTest extends LpipsContract<Value> {
    private final GraphUnderTest graph = new GraphUnderTest();

    @Override
    protected Ops<Value> ops() {
        return graph.ops();
    }

    @Override
    protected Tensor download(Value value) {
        return graph.compute(value);
    }
}
