package dev.osediff.djl.training.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.OutputException;
import dev.osediff.error.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir
    Path folder;

    private static Map<String, float[]> theta(float... values) {
        return Map.of("theta", values);
    }

    @Test
    void whatWasSavedComesBack() {
        StateFile file = new StateFile(folder.resolve("state"), Map.of("rank", "4"));
        assertTrue(file.load().isEmpty());
        long step = (1L << 25) + 3;
        file.save(Map.of("a.theta", new float[] {1, 2}, "b.theta", new float[] {3}), step, 1.5);
        StateFile.Saved saved = file.load().orElseThrow();
        assertEquals(step, saved.step());
        assertEquals(1.5, saved.seconds());
        assertArrayEquals(new float[] {1, 2}, saved.part("a.", 2).get("theta"));
        assertArrayEquals(new float[] {3}, saved.part("b.", 1).get("theta"));
    }

    @Test
    void partsOfOtherLengthsAndOtherSettingsAreRefused() {
        Path path = folder.resolve("state");
        new StateFile(path, Map.of("rank", "4")).save(theta(1, 2), 5, 0);
        StateFile.Saved saved = new StateFile(path).load().orElseThrow();
        assertThrows(TrainingException.class, () -> saved.part("", 3));
        assertThrows(TrainingException.class, () -> saved.part("companion.", 2));
        String rank = assertThrows(TrainingException.class, () -> new StateFile(path, Map.of("rank", "8")).load())
                .getMessage();
        assertTrue(rank.contains("rank 8") && rank.contains("rank 4"), rank);
        assertThrows(TrainingException.class, () -> new StateFile(path, Map.of("loss", "vsd")).load());
    }

    /** The file's own name is just short enough, that of the temporary file is not. */
    @Test
    void aStateThatCannotBeWrittenLeavesTheFormerOneWhole() throws IOException {
        Path path = folder.resolve("s".repeat(230));
        new StateFile(folder.resolve("short")).save(theta(1, 2), 5, 0);
        Files.move(folder.resolve("short"), path);
        StateFile file = new StateFile(path);
        assertThrows(OutputException.class, () -> file.save(theta(3, 4), 6, 0));
        StateFile.Saved saved = file.load().orElseThrow();
        assertEquals(5, saved.step());
        assertArrayEquals(new float[] {1, 2}, saved.part("", 2).get("theta"));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count(), "nothing half written is left");
        }
    }
}
