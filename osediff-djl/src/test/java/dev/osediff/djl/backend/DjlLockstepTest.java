package dev.osediff.djl.backend;

import dev.osediff.backend.Backend;
import dev.osediff.backend.LockstepContract;

class DjlLockstepTest extends LockstepContract {
    @Override
    protected Backend backend() {
        return new DjlBackend();
    }
}
