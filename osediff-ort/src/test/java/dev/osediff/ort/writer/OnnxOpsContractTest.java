package dev.osediff.ort.writer;

import dev.osediff.network.Ops;
import dev.osediff.network.OpsContract;
import dev.osediff.network.Tensor;

/** Every operation's graph with all arguments as inputs of the graph, computed by the engine. */
class OnnxOpsContractTest extends OpsContract<Value> {
    private final GraphUnderTest graph = new GraphUnderTest();

    @Override
    protected Ops<Value> ops() {
        return graph.ops();
    }

    @Override
    protected Value upload(Tensor value) {
        return graph.input(value);
    }

    @Override
    protected boolean seesValues() {
        return false;
    }

    @Override
    protected Tensor download(Value value) {
        return graph.compute(value);
    }
}
