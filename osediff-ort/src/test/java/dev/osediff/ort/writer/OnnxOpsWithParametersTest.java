package dev.osediff.ort.writer;

import dev.osediff.network.Ops;
import dev.osediff.network.OpsContract;
import dev.osediff.network.Tensor;

/** Every operation's graph as networks write it: the first argument is an input of the graph, the others are parameters. */
class OnnxOpsWithParametersTest extends OpsContract<Value> {
    private final GraphUnderTest graph = new GraphUnderTest();
    private boolean first = true;

    @Override
    protected Ops<Value> ops() {
        return graph.ops();
    }

    @Override
    protected Value upload(Tensor value) {
        Value uploaded = first ? graph.input(value) : graph.parameter(value);
        first = false;
        return uploaded;
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
