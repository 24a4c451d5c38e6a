package dev.osediff.ort.backend;

import dev.osediff.backend.AbsentEngineContract;

class AbsentOrtTest extends AbsentEngineContract {
    @Override
    protected String backend() {
        return "ort";
    }

    @Override
    protected String library() {
        return "onnxruntime";
    }

    @Override
    protected String engineClass() {
        return "ai.onnxruntime.OrtEnvironment";
    }
}
