package dev.osediff.djl.backend;

import dev.osediff.backend.AbsentEngineContract;

class AbsentPyTorchTest extends AbsentEngineContract {
    @Override
    protected String backend() {
        return "torchscript";
    }

    @Override
    protected String library() {
        return "pytorch";
    }

    @Override
    protected String engineClass() {
        return "ai.djl.engine.Engine";
    }
}
