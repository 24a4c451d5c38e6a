package dev.osediff.djl.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.djl.training.data.PhotoSet;
import dev.osediff.djl.training.loop.Progress;
import dev.osediff.djl.training.loop.TrainingListener;
import dev.osediff.error.TrainingException;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallModelTrainerTest {
    @TempDir
    Path folder;

    @Test
    void anInterruptedRunGoesOnWhereItEnded() throws Exception {
        Map<String, Tensor> whole = train(folder.resolve("whole"), TrainingListener.NONE);
        Path parts = folder.resolve("parts");
        TrainingListener interrupt = new TrainingListener() {
            @Override
            public void onStep(Progress progress) {
                if (progress.stage().equals("one-step") && progress.step() == 3) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        assertThrows(InterruptedException.class, () -> train(parts, interrupt));
        assertTrue(Files.exists(parts.resolve("one-step.state.safetensors")));
        assertTrue(Files.exists(parts.resolve("prior.safetensors")));
        assertFalse(Files.exists(parts.resolve("one-step.safetensors")));
        Map<String, Tensor> resumed = train(parts, TrainingListener.NONE);
        assertFalse(Files.exists(parts.resolve("one-step.state.safetensors")));
        assertEquals(whole.keySet(), resumed.keySet());
        for (String name : whole.keySet()) {
            assertArrayEquals(whole.get(name).data(), resumed.get(name).data(), 1e-5f, name);
        }
        List<String> lines = Files.readAllLines(parts.resolve("log.tsv"));
        int stages = TrainingPlan.smoke().stages().size();
        assertEquals(1 + stages, lines.size(), "a header and one line per stage: " + lines);
    }

    @Test
    void everyStageMovesWhatItTrainsAndNothingElse() throws Exception {
        Path folder = this.folder.resolve("run");
        train(folder, TrainingListener.NONE);
        assertEquals(List.of("decoder", "encoder"), parts(folder, "autoencoder"));
        assertEquals(List.of("unet"), parts(folder, "prior"));
        assertEquals(List.of("encoder", "unet"), parts(folder, "one-step"));
        assertEquals(List.of("decoder", "encoder", "unet"), parts(folder, "finish"));
        assertEquals(List.of("decoder", "encoder", "unet"), parts(folder, "polish"));
        assertEquals(List.of("decoder", "encoder", "unet"), parts(folder, "refine"));
        assertEquals(List.of("decoder", "encoder", "unet"), parts(folder, "settle"));
    }

    @Test
    void aRunThatDivergesIsRefusedWithItsStep() {
        Stage wild = new Stage("autoencoder", StageKind.AUTOENCODER, 6, 1, 16, 1e36f, false);
        TrainingPlan plan = new TrainingPlan(SmallModelSizes.TINY, List.of(wild), 2, 1);
        Path diverged = folder.resolve("diverged");
        SmallModelTrainer trainer = new SmallModelTrainer(plan, diverged, PhotoSet.empty(), TrainingListener.NONE);
        TrainingException refused = assertThrows(TrainingException.class, trainer::run);
        String asked = refused.problem().asked();
        assertTrue(asked.matches("loss AutoencoderLoss at step [1-5] of stage autoencoder"), asked);
        assertFalse(Files.exists(diverged.resolve("autoencoder.safetensors")));
    }

    private static List<String> parts(Path folder, String stage) throws IOException {
        return SmallModelTrainer.read(folder.resolve(stage + ".safetensors")).keySet().stream()
                .map(name -> name.substring(0, name.indexOf('.')))
                .distinct()
                .sorted()
                .toList();
    }

    private static Map<String, Tensor> train(Path folder, TrainingListener listener)
            throws IOException, InterruptedException {
        return new SmallModelTrainer(TrainingPlan.smoke(), folder, PhotoSet.empty(), listener).run();
    }
}
