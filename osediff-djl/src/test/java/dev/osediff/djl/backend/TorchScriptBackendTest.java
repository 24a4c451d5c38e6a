package dev.osediff.djl.backend;

import dev.osediff.backend.Backend;
import dev.osediff.backend.BackendContract;

class TorchScriptBackendTest extends BackendContract {
    @Override
    protected Backend backend() {
        return new TorchScriptBackend();
    }
}
