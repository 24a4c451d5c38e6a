package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.osediff.model.ImportReport;
import dev.osediff.model.ModelImport;
import dev.osediff.model.RandomPublishedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Random weights of the published model's full size, written, imported and run. Opt-in, because it takes 11 GB of disk and
 * minutes: {@code mvn -Pfull-size -pl osediff-api -Dosediff.full=SCRATCH_FOLDER -Dtest=FullSizeTest test}.
 */
class FullSizeTest {
    private static final long DISK_BYTES = 12L << 30;
    private static final long HEAP_BYTES = 6L << 30;

    private Path scratch;

    @BeforeEach
    void makeFolder() throws IOException {
        String folder = System.getProperty("osediff.full", "");
        assumeTrue(!folder.isEmpty(), "skipped: -Dosediff.full names no scratch folder");
        assumeTrue(Runtime.getRuntime().maxMemory() >= HEAP_BYTES, "skipped: the heap is below 6 GiB");
        long free = Files.getFileStore(Path.of(folder)).getUsableSpace();
        assumeTrue(free >= DISK_BYTES, "skipped: " + folder + " has " + free + " bytes free, 12 GiB are needed");
        scratch = Files.createTempDirectory(Path.of(folder), "osediff-full");
    }

    @AfterEach
    void removeFolder() throws IOException {
        if (scratch != null) {
            MoreFiles.deleteRecursively(scratch, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }

    @Test
    void importsAndRuns() {
        RandomPublishedModel files = RandomPublishedModel.full().write(scratch.resolve("base"));
        Path model = scratch.resolve("model");
        ImportReport report =
                ModelImport.run(files.base(), files.osediff(), model, ModelImport.WeightType.FP32, part -> {});
        assertEquals(865_910_724, report.parameters("unet"));
        assertEquals(83_653_863, report.parameters("vae"));
        assertEquals(340_387_840, report.parameters("text_encoder"));
        assertEquals(
                new ImportReport.FineTuning(4_055_712, 11_840),
                report.fineTuning().get("unet"));
        assertEquals(
                new ImportReport.FineTuning(369_356, 0), report.fineTuning().get("vae"));
        try (SuperResolver resolver = SuperResolver.builder()
                .model(model)
                .backend("java")
                .memoryBudgetBytes(HEAP_BYTES * 3 / 4)
                .build()) {
            UpscaleOptions options =
                    UpscaleOptions.builder().prompt("a cat").processSize(0).build();
            UpscaleResult result = resolver.upscale(TestPictures.rgb(16, 16), options);
            BufferedImage image = result.image();
            assertEquals(64, image.getWidth());
            assertEquals(64, image.getHeight());
            assertEquals("staged", result.provenance().options().get("weights"));
            assertTrue(image.getRGB(0, 0) != image.getRGB(40, 40), "the picture is flat");
        }
    }
}
