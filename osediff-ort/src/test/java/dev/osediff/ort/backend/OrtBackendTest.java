package dev.osediff.ort.backend;

import dev.osediff.backend.Backend;
import dev.osediff.backend.BackendContract;

class OrtBackendTest extends BackendContract {
    @Override
    protected Backend backend() {
        return new OrtBackend();
    }

    @Override
    protected boolean asksBetweenOperations() {
        return false;
    }
}
