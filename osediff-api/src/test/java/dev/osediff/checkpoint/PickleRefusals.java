package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ModelException;

/** Reads bad pickles inside whole archives. */
final class PickleRefusals {
    private PickleRefusals() {}

    /** Returns the error of a pickle beside one storage of that many floats. */
    static ModelException refuse(byte[] pickle, int elements) {
        byte[] file = ZipBytes.torch(pickle, elements).end();
        return assertThrows(ModelException.class, () -> TorchFile.of(file, "bad.pkl"));
    }

    static void assertNames(ModelException refused, String asked, String found, String limit) {
        assertTrue(refused.problem().asked().endsWith(" of bad.pkl"), refused.getMessage());
        assertTrue(refused.problem().asked().contains(asked), refused.getMessage());
        assertTrue(refused.problem().found().contains(found), refused.getMessage());
        assertTrue(refused.problem().limit().contains(limit), refused.getMessage());
    }
}
