package dev.osediff.model.ram;

import dev.osediff.network.TensorSource;
import dev.osediff.network.ram.RamConfig;

/** Opens {@link RamSizes} to tests of other packages. */
public final class ReadSizes {
    private ReadSizes() {}

    public static RamConfig of(TensorSource tensors) {
        return new RamSizes(tensors).config();
    }
}
