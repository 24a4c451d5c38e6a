package dev.osediff.djl.training.distillation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.djl.training.loop.Progress;
import dev.osediff.djl.training.loop.TrainingListener;
import dev.osediff.error.TrainingException;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of a tiny model for a few steps. */
class DistillationTrainerTest {
    @TempDir
    Path folder;

    /** Remembers every step and can interrupt after one. */
    private static final class Losses implements TrainingListener {
        private final Map<Long, Float> losses = new TreeMap<>();
        private final Map<Long, Map<String, Double>> parts = new TreeMap<>();
        private final long interruptedAfter;

        Losses(long interruptedAfter) {
            this.interruptedAfter = interruptedAfter;
        }

        @Override
        public void onStep(Progress progress) {
            losses.put(progress.step(), progress.loss());
            parts.put(progress.step(), new TreeMap<>(progress.parts()));
            if (progress.step() == interruptedAfter) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static DistillationTrainer trainer(
            DistillationPlan plan, StartModel start, Path folder, TrainingListener listener) {
        return new DistillationTrainer(plan, start, folder, DistillationPhotos.GENERATED, listener);
    }

    private static DistilledModel run(DistillationPlan plan, Path folder, TrainingListener listener)
            throws InterruptedException {
        return trainer(plan, TinyStart.whole(), folder, listener).run(Optional.empty());
    }

    private static DistillationPlan with(DistillationLoss loss, Rank rank) {
        return DistillationPlan.SMOKE
                .withObjective(new Objective(loss, 0.1f, 0.05, 0.75))
                .withTuning(Tuning.all(rank));
    }

    private static void assertEqual(DistilledModel expected, DistilledModel found) {
        assertEquals(expected.parameters().keySet(), found.parameters().keySet());
        expected.parameters()
                .forEach((name, tensor) -> assertArrayEquals(
                        tensor.data(), found.parameters().get(name).data(), name));
    }

    @Test
    void anInterruptedRunGoesOnToTheSameNextLossAndTheSameParameters() throws Exception {
        Losses whole = new Losses(0);
        DistilledModel expected = run(DistillationPlan.SMOKE, folder.resolve("whole"), whole);
        Path parts = folder.resolve("parts");
        Losses first = new Losses(2);
        assertThrows(InterruptedException.class, () -> run(DistillationPlan.SMOKE, parts, first));
        assertFalse(Thread.currentThread().isInterrupted());
        // What a run that was killed writes after its last state.
        Files.writeString(parts.resolve("log.csv"), "3,7,7,7,7,7,7,7,7\n4,7,", StandardOpenOption.APPEND);
        Losses second = new Losses(0);
        DistilledModel found = run(DistillationPlan.SMOKE, parts, second);
        first.losses.putAll(second.losses);
        first.parts.putAll(second.parts);
        assertEquals(List.of(3L, 4L), List.copyOf(second.losses.keySet()));
        assertEquals(whole.losses, first.losses);
        assertEquals(whole.parts, first.parts);
        assertEqual(expected, found);
        for (String file : List.of("log.csv", "validation.csv")) {
            List<String> lines = Files.readAllLines(parts.resolve(file));
            List<String> steps = lines.stream()
                    .map(line -> line.substring(0, line.indexOf(',')))
                    .toList();
            assertEquals(
                    file.startsWith("log") ? List.of("step", "1", "2", "3", "4") : List.of("step", "0", "2", "4"),
                    steps);
        }
    }

    @Test
    void aFinishedRunIsNotTrainedAgainAndALongerOneGoesOn() throws Exception {
        DistilledModel four = run(DistillationPlan.SMOKE, folder, TrainingListener.NONE);
        Losses none = new Losses(0);
        assertEqual(four, run(DistillationPlan.SMOKE, folder, none));
        assertTrue(none.losses.isEmpty());
        Losses more = new Losses(0);
        DistilledModel five = run(DistillationPlan.SMOKE.withSteps(5, 2), folder, more);
        assertEquals(List.of(5L), List.copyOf(more.losses.keySet()));
        assertEquals(5, five.steps());
    }

    @ParameterizedTest
    @CsvSource({"NONE,full,", "GAN,2,gan", "IMAGE_VSD,2,image-vsd", "VSD,full,vsd"})
    void everyLossMovesEncoderAndUNetAndLeavesTheDecoder(DistillationLoss loss, String rank, String part)
            throws Exception {
        Losses heard = new Losses(0);
        DistillationPlan plan = with(loss, Rank.parse(rank)).withSteps(2, 2);
        DistilledModel model = run(plan, folder, heard);
        Map<String, Tensor> before = TinyStart.whole().parameters().values();
        assertEquals(before.keySet(), model.parameters().keySet());
        for (String name : before.keySet()) {
            boolean isEqual = Arrays.equals(
                    before.get(name).data(), model.parameters().get(name).data());
            assertTrue(!name.startsWith("decoder.") || isEqual, name);
        }
        assertTrue(moved(before, model, "encoder.") && moved(before, model, "unet."));
        assertEquals(rank.equals("full"), model.adapters().isEmpty());
        Map<String, Double> parts = heard.parts.get(2L);
        assertTrue(parts.get("picture") > 0 && parts.get("gradient_norm") > 0, parts.toString());
        assertEquals(part != null, parts.containsKey(part == null ? "vsd" : part), parts.toString());
        String own = loss.needsTeacher() ? "regulariser" : "discriminator";
        assertEquals(loss != DistillationLoss.NONE, parts.containsKey(own), parts.toString());
    }

    private static boolean moved(Map<String, Tensor> before, DistilledModel model, String part) {
        return before.keySet().stream()
                .filter(name -> name.startsWith(part) && name.endsWith("conv_in.weight"))
                .anyMatch(name -> !Arrays.equals(
                        before.get(name).data(), model.parameters().get(name).data()));
    }

    @ParameterizedTest
    @CsvSource({"frozen,2,decoder.", "frozen,full,decoder.", "2,frozen,encoder."})
    void whatIsFrozenStaysAndWhatIsNotMoves(String encoder, String decoder, String part) throws Exception {
        Tuning tuning = new Tuning(Rank.parse(encoder), Rank.parse(decoder), Rank.of(2), Rank.of(2));
        DistilledModel model =
                run(DistillationPlan.SMOKE.withTuning(tuning).withSteps(1, 1), folder, TrainingListener.NONE);
        Map<String, Tensor> before = TinyStart.whole().parameters().values();
        assertEquals(part.equals("encoder."), moved(before, model, "encoder."));
        assertEquals(part.equals("decoder."), moved(before, model, "decoder."));
        assertTrue(moved(before, model, "unet."));
        assertEquals(decoder.equals("2"), model.adapters().containsKey("decoder"));
        assertEquals(1.0, model.figures().get("step"));
    }

    @Test
    void validationFiguresPicturesAndPlotsAreKept() throws Exception {
        run(DistillationPlan.SMOKE.withSteps(2, 1), folder, TrainingListener.NONE);
        List<String> lines = Files.readAllLines(folder.resolve("validation.csv"));
        assertEquals("step,psnr_y,gradient_share,input_psnr_y,input_gradient_share,loss", lines.get(0));
        double inputPsnr = Double.parseDouble(lines.get(1).split(",")[3]);
        double inputShare = Double.parseDouble(lines.get(1).split(",")[4]);
        assertTrue(inputPsnr > 10 && inputPsnr < 50, lines.get(1));
        assertTrue(inputShare > 0 && inputShare < 1, "bicubic input is blurred: " + lines.get(1));
        assertEquals(lines.get(1).split(",")[3], lines.get(2).split(",")[3], "the pictures are fixed");
        assertTrue(Files.readAllLines(folder.resolve("log.csv")).get(0).endsWith(",images_per_second"));
        assertPng(3 * 32, 4 * 32, "pictures/step-000002.png");
        assertPng(720, 5 * 150, "validation.png");
        assertNotNull(ImageIO.read(folder.resolve("loss.png").toFile()));
    }

    private void assertPng(int width, int height, String name) throws IOException {
        var image = ImageIO.read(folder.resolve(name).toFile());
        assertEquals(width, image.getWidth());
        assertEquals(height, image.getHeight());
    }

    @Test
    void aBudgetEndsTheRunAndAnotherRunGoesOn() throws Exception {
        DistillationTrainer trainer = trainer(DistillationPlan.SMOKE, TinyStart.whole(), folder, TrainingListener.NONE);
        assertEquals(1, trainer.run(Optional.of(Duration.ofNanos(1))).steps());
        assertEquals(1, trainer.run(Optional.of(Duration.ofNanos(1))).steps(), "earlier runs count");
        assertEquals(4, trainer.run(Optional.empty()).steps());
        assertEquals(4, Files.readAllLines(folder.resolve("validation.csv")).size() - 1, "steps 0, 1, 2 and 4");
    }

    /** Two batches of one draw as one step: the mean of the losses, other numbers than either alone. */
    @Test
    void gradientsOfSeveralBatchesMakeOneStep() throws Exception {
        Losses heard = new Losses(0);
        DistillationPlan plan =
                DistillationPlan.SMOKE.withBatches(new Batches(1, 3, 32, 4)).withSteps(2, 2);
        DistilledModel model = run(plan, folder, heard);
        assertEquals(2, model.steps());
        assertEquals(List.of(1L, 2L), List.copyOf(heard.losses.keySet()));
        Map<String, Double> parts = heard.parts.get(1L);
        double sum = parts.get("picture") + plan.objective().weight() * parts.get("vsd");
        assertEquals(sum, heard.losses.get(1L), 1e-4 * sum);
    }

    @Test
    void aRunThatDivergesIsRefusedWithItsStepAndLoss() {
        StartModel wild = TinyStart.whole();
        Arrays.fill(wild.parameters().values().get("decoder.conv_in.weight").data(), 3e38f);
        TrainingException refused = assertThrows(
                TrainingException.class, () -> trainer(DistillationPlan.SMOKE, wild, folder, TrainingListener.NONE)
                        .run(Optional.empty()));
        assertEquals(
                "loss generator at step 0 of stage distil", refused.problem().asked());
        assertTrue(
                refused.problem().found().contains("picture"), refused.problem().found());
    }
}
