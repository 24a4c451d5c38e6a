package dev.osediff.backend.plain;

import dev.osediff.backend.Backend;
import dev.osediff.backend.LockstepContract;

class PlainLockstepTest extends LockstepContract {
    @Override
    protected Backend backend() {
        return new PlainBackend();
    }
}
