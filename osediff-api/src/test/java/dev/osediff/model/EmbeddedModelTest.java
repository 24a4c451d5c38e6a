package dev.osediff.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import org.junit.jupiter.api.Test;

class EmbeddedModelTest {
    private final SmallModel model = EmbeddedModel.load();

    @Test
    void itsManifestSaysWhatAUserMustKnow() {
        ModelManifest manifest = model.manifest();
        assertEquals(4, manifest.scale());
        assertEquals(0, manifest.processSize());
        assertTrue(manifest.weightsBytes() <= 12_000_000, manifest.weightsBytes() + " bytes");
        assertFalse(manifest.licence().isBlank());
        assertTrue(manifest.trainingCommand().contains("train"));
        assertTrue(manifest.trainingData().size() > 30);
        manifest.trainingData().forEach(data -> {
            assertFalse(data.author().isBlank(), data.title());
            assertFalse(data.licence().isBlank(), data.title());
        });
        assertFalse(manifest.metrics().isEmpty());
    }

    @Test
    void itsParametersAreFinite() {
        for (TensorSource weights :
                new TensorSource[] {model.encoderWeights(), model.denoiserWeights(), model.decoderWeights()}) {
            for (String name : weights.names()) {
                Tensor tensor = weights.load(name);
                for (float value : tensor.data()) {
                    assertTrue(Float.isFinite(value), name);
                }
            }
        }
    }
}
