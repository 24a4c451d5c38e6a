package dev.osediff.model;

import dev.osediff.checkpoint.CheckpointTensors;
import dev.osediff.checkpoint.TorchFile;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.nio.file.Path;
import java.util.Set;

/**
 * RAM's weights with DAPE's adapters, each element from its own definition in double precision.
 *
 * @param ram before
 * @param dape a file
 */
public record MergedDape(TensorSource ram, Path dape) implements TensorSource {
    @Override
    public Set<String> names() {
        return ram.names();
    }

    @Override
    public int[] shape(String name) {
        return ram.shape(name);
    }

    @Override
    public Tensor load(String name) {
        Tensor weight = ram.load(name);
        String module = name.replace(".weight", "");
        try (TorchFile file = TorchFile.open(dape);
                CheckpointTensors adapters = file.tensors()) {
            if (!adapters.names().contains(module + ".lora_A")) {
                return weight;
            }
            Tensor a = adapters.load(module + ".lora_A");
            Tensor b = adapters.load(module + ".lora_B");
            boolean packed = module.endsWith("qkv");
            int third = weight.dim(0) / 3;
            for (int row = 0; row < weight.dim(0); row++) {
                if (packed && row >= third && row < 2 * third) {
                    continue;
                }
                boolean value = packed && row >= 2 * third;
                for (int in = 0; in < weight.dim(1); in++) {
                    double sum = 0;
                    for (int r = 0; r < 8; r++) {
                        double left = b.data()[(value ? row - third : row) * 8 + r];
                        sum += left * a.data()[((value ? 8 : 0) + r) * weight.dim(1) + in];
                    }
                    weight.data()[row * weight.dim(1) + in] += (float) (sum / 8);
                }
            }
            return weight;
        }
    }

    @Override
    public String origin() {
        return "by hand";
    }
}
