package dev.osediff.backend;

/** What docs/adding-a-backend.md shows does what it says. */
class ExampleBackendTest extends BackendContract {
    @Override
    protected Backend backend() {
        return new ExampleBackend();
    }
}
