package dev.osediff.djl.training.distillation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.osediff.djl.training.data.TrainingPhotograph;
import dev.osediff.djl.training.loop.LearningRate;
import dev.osediff.djl.training.loop.Progress;
import dev.osediff.djl.training.loop.RunLock;
import dev.osediff.djl.training.loop.TrainingListener;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.OsediffException;
import dev.osediff.error.OutputException;
import dev.osediff.error.TrainingException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before the first step. */
class DistillationRefusalTest {
    private static final TrainingListener NO_STEP = new TrainingListener() {
        @Override
        public void onStep(Progress progress) {
            fail("a step was made: " + progress);
        }
    };

    @TempDir
    Path folder;

    private <E extends OsediffException> String refused(
            Class<E> type, DistillationPlan plan, StartModel start, DistillationPhotos photos) {
        DistillationTrainer trainer = new DistillationTrainer(plan, start, folder, photos, NO_STEP);
        return assertThrows(type, () -> trainer.run(Optional.empty())).getMessage();
    }

    private <E extends OsediffException> String refused(Class<E> type, DistillationPlan plan) {
        return refused(type, plan, TinyStart.whole(), DistillationPhotos.GENERATED);
    }

    private void train(DistillationPlan plan) throws InterruptedException {
        new DistillationTrainer(plan, TinyStart.whole(), folder, DistillationPhotos.GENERATED, TrainingListener.NONE)
                .run(Optional.empty());
    }

    @Test
    void aStateOfOtherSettingsIsRefusedByTheirName() throws Exception {
        DistillationPlan plan = DistillationPlan.SMOKE.withSteps(1, 1);
        train(plan);
        byte[] state = Files.readAllBytes(folder.resolve("state.safetensors"));
        String rank = refused(TrainingException.class, plan.withTuning(Tuning.all(Rank.of(3))));
        assertTrue(rank.contains("with rank") && rank.contains("unet=3") && rank.contains("unet=2"), rank);
        Objective none = new Objective(DistillationLoss.NONE, 1, 0.05, 0.75);
        String loss = refused(TrainingException.class, plan.withObjective(none));
        assertTrue(loss.contains("with loss") && loss.contains("NONE") && loss.contains("VSD"), loss);
        String rate = refused(
                TrainingException.class, plan.withLearningRate(new LearningRate(LearningRate.Form.CONSTANT, 2e-3f, 0)));
        assertTrue(rate.contains("learning rate"), rate);
        String start = refused(
                TrainingException.class,
                plan,
                TinyStart.withOtherTeacher(TinyStart.whole()),
                DistillationPhotos.GENERATED);
        assertTrue(start.contains("start"), start);
        assertEquals(state.length, Files.size(folder.resolve("state.safetensors")), "nothing was overwritten");
    }

    @Test
    void aCosineRunCannotChangeItsLength() throws Exception {
        DistillationPlan plan = DistillationPlan.SMOKE
                .withLearningRate(new LearningRate(LearningRate.Form.COSINE, 1e-3f, 0))
                .withSteps(1, 1);
        train(plan);
        String message = refused(TrainingException.class, plan.withSteps(2, 1));
        assertTrue(message.contains("steps 2") && message.contains("steps 1"), message);
    }

    @Test
    void aFolderThatAnotherRunUsesIsRefused() {
        try (RunLock lock = RunLock.of(folder)) {
            lock.hold();
            String message = refused(OutputException.class, DistillationPlan.SMOKE);
            assertTrue(message.contains("another run"), message);
        }
        RunLock.of(folder).close();
    }

    @Test
    void anOutputThatIsAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        DistillationTrainer trainer = new DistillationTrainer(
                DistillationPlan.SMOKE, TinyStart.whole(), file, DistillationPhotos.GENERATED, NO_STEP);
        assertThrows(OutputException.class, () -> trainer.run(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-4", "1.5", "half", ""})
    void ranksThatAreNoneAreRefused(String text) {
        String message = assertThrows(InvalidOptionException.class, () -> Rank.parse(text))
                .getMessage();
        assertTrue(message.contains("rank") && message.contains("at least 1"), message);
        assertEquals(Rank.FULL, Rank.parse("Full"));
        assertEquals(Rank.FROZEN, Rank.parse("frozen"));
        assertThrows(InvalidOptionException.class, () -> Tuning.all(Rank.FROZEN));
        assertEquals(Rank.of(4), Rank.parse("4"));
    }

    @Test
    void aRankThatIsLargerThanALayerIsRefused() {
        Tuning tuning = Tuning.all(Rank.of(100_000));
        String message = refused(InvalidOptionException.class, DistillationPlan.SMOKE.withTuning(tuning));
        assertTrue(message.contains("100000"), message);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1e-4f, Float.NaN, Float.POSITIVE_INFINITY})
    void learningRatesThatAreNoneAreRefused(float rate) {
        String message = assertThrows(
                        InvalidOptionException.class, () -> new LearningRate(LearningRate.Form.COSINE, rate, 10))
                .getMessage();
        assertTrue(message.contains(Float.toString(rate)) && message.contains("above 0"), message);
    }

    @Test
    void aLossWhoseTeacherIsMissingIsRefused() {
        String message = refused(
                InvalidOptionException.class,
                DistillationPlan.SMOKE,
                TinyStart.withoutStages(),
                DistillationPhotos.GENERATED);
        assertTrue(message.contains("training/prior.safetensors"), message);
        Objective image = new Objective(DistillationLoss.IMAGE_VSD, 1, 0.05, 0.75);
        String encoder = refused(
                InvalidOptionException.class,
                DistillationPlan.SMOKE.withObjective(image),
                TinyStart.withoutEncoder(TinyStart.whole()),
                DistillationPhotos.GENERATED);
        assertTrue(encoder.contains("training/autoencoder.safetensors"), encoder);
    }

    @Test
    void foldersWithoutUsablePhotographsAreRefused() throws IOException {
        List<TrainingPhotograph> listed = List.of(new TrainingPhotograph("a.png", "p", "author", "CC0-1.0"));
        String empty = assertThrows(InvalidOptionException.class, () -> DistillationPhotos.load(listed, folder))
                .getMessage();
        assertTrue(empty.contains("none of 1"), empty);
        ImageIO.write(
                new BufferedImage(31, 40, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("a.png").toFile());
        DistillationPhotos tiny = DistillationPhotos.load(listed, folder);
        String small = refused(InvalidOptionException.class, DistillationPlan.SMOKE, TinyStart.whole(), tiny);
        assertTrue(small.contains("32 x 32") && small.contains("all smaller"), small);
    }
}
