package dev.osediff.backend.plain;

import dev.osediff.backend.Backend;
import dev.osediff.backend.BackendContract;

class PlainBackendTest extends BackendContract {
    @Override
    protected Backend backend() {
        return new PlainBackend();
    }
}
