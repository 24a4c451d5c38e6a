package dev.osediff.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.model.RandomPublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on files in the published layout, with random weights. */
class PublishedCommandsTest {
    @TempDir
    Path folder;

    private RandomPublishedModel files;
    private Path model;
    private Path picture;

    @BeforeEach
    void write() {
        files = RandomPublishedModel.builder().write(folder.resolve("base"));
        model = folder.resolve("model");
        picture = TestPictures.write(folder.resolve("in.png"), 9, 7);
    }

    @Test
    void importSaysWhatBecameOfTheFiles() {
        Cli.Run run = runImport();
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().contains("model folder " + model + " in "), run.out());
        for (String part : List.of("unet", "vae", "text_encoder")) {
            assertTrue(run.out().lines().anyMatch(line -> line.startsWith(part) && line.contains(", 0 missing")));
            assertTrue(run.err().contains("importing " + part), run.err());
        }
        assertTrue(run.out().contains(" 1 replaced,"), run.out());
        assertTrue(
                run.out().matches("(?s).*vae .*; from osediff.pkl: [\\d,]+ parameters of adapters, 0 replaced.*"),
                run.out());
        assertTrue(run.out().contains(" lora merged"), run.out());
        assertTrue(run.out().contains(" 1 unused,"), run.out());
        Cli.Run rows = runImport("--verbose", "--dtype", "fp16");
        assertTrue(
                rows.out().contains("UNUSED       text_encoder text_model.embeddings.position_ids [1, 77]"),
                rows.out());
        assertTrue(rows.out().contains("LORA_MERGED  unet         conv_in.weight [32, 4, 3, 3]"), rows.out());
    }

    @Test
    void importFailsWithWhatIsWrongAndWhatHelps() {
        Cli.Run absent = Cli.run("import", "--base", folder.resolve("absent"), "--osediff", files.osediff());
        assertEquals(ExitCode.FAILED, absent.code());
        assertTrue(absent.err().contains("no such folder"), absent.err());
        Cli.Run swapped = Cli.run("import", "--base", files.base(), "--osediff", picture, "-o", model);
        assertEquals(ExitCode.FAILED, swapped.code());
        assertTrue(swapped.err().contains(picture.toString()), swapped.err());
        assertTrue(swapped.err().contains("next:"), swapped.err());
        assertFalse(Files.exists(model));
        Cli.Run type = runImport("--dtype", "int8");
        assertEquals(ExitCode.USAGE, type.code());
        assertTrue(type.err().contains("BF16"), type.err());
        Cli.Run onFile = Cli.run("import", "--base", files.base(), "--osediff", files.osediff(), "-o", picture);
        assertEquals(ExitCode.FAILED, onFile.code());
        assertTrue(onFile.err().contains("writing model " + picture), onFile.err());
    }

    @Test
    void inspectPrintsAnImportedFolder() {
        runImport();
        Cli.Run run = Cli.run("inspect", model);
        assertEquals(ExitCode.OK, run.code(), run.err());
        for (String text : List.of(
                "name: osediff-sd21",
                "timestep: 999",
                "  blockOutChannels: [32,64]",
                "crossAttentionDim: 24",
                "unet: ")) {
            assertTrue(run.out().contains(text), text + " in " + run.out());
        }
        assertFalse(run.out().contains("unet.conv_in.weight"), run.out());
        Cli.Run tensors = Cli.run("inspect", model, "--tensors");
        assertTrue(tensors.out().contains("unet.conv_in.weight"), tensors.out());
        Cli.Run base = Cli.run("inspect", files.base());
        assertEquals(ExitCode.FAILED, base.code());
        assertTrue(base.err().contains("without an OSEDiff checkpoint"), base.err());
    }

    @Test
    void everyWayToTheModelGivesTheSamePicture() throws IOException {
        runImport();
        byte[] expected = upscaled("--model", model);
        assertArrayEquals(expected, upscaled("--model", files.base(), "--osediff", files.osediff()));
        assertArrayEquals(
                expected, upscaled("--pretrained_model_name_or_path", files.base(), "--osediff_path", files.osediff()));
        assertArrayEquals(expected, upscaled("--pretrained_model_name_or_path", model));
        assertArrayEquals(expected, upscaled("--model", files.base(), "--osediff_path", files.osediff()));
    }

    @Test
    void optionsOfTheModelReachIt() throws IOException {
        runImport();
        byte[] expected = upscaled("--model", model, "--rounding", "reference", "--posterior", "mean", "--seed", "7");
        assertArrayEquals(expected, upscaled("--model", model, "--memory-budget", "1g"));
        byte[] sample = upscaled("--model", model, "--posterior", "sample", "--seed", "7");
        assertArrayEquals(sample, upscaled("--model", model, "--posterior", "sample", "--seed", "7"));
        List<byte[]> others = List.of(
                sample,
                upscaled("--model", model, "--posterior", "sample"),
                upscaled("--model", model, "--rounding", "nearest"),
                upscaled("--model", model, "--prompt", "the photo of a cat"));
        others.forEach(other -> assertFalse(Arrays.equals(expected, other)));
        Cli.Run run = upscale("--model", model, "--posterior", "sample", "--verbose");
        assertTrue(run.err().contains("\"posterior\":\"sample\""), run.err());
        assertTrue(run.err().contains("\"rounding\":\"reference\""), run.err());
    }

    @Test
    void aBudgetThatIsTooSmallSaysWhatWouldDo() {
        runImport();
        for (String budget : List.of("1m", "20m")) {
            Cli.Run run = upscale("--model", model, "--memory-budget", budget);
            assertEquals(ExitCode.FAILED, run.code(), run.err());
            assertTrue(run.err().contains("at least ") && run.err().contains(" MiB ("), run.err());
            assertTrue(run.err().contains("Raise the memory budget"), run.err());
        }
    }

    @Test
    void aBaseModelAloneAndADamagedFolderFail() throws IOException {
        Cli.Run alone = upscale("--model", files.base());
        assertEquals(ExitCode.FAILED, alone.code());
        assertTrue(alone.err().contains("--osediff FILE"), alone.err());
        runImport();
        Path weights = model.resolve("vae.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        for (Cli.Run run : List.of(upscale("--model", model), Cli.run("inspect", model))) {
            assertEquals(ExitCode.FAILED, run.code());
            assertTrue(run.err().contains("SHA-256"), run.err());
        }
    }

    private Cli.Run runImport(Object... more) {
        return Cli.run(Stream.concat(
                        Stream.of("import", "--base", files.base(), "--osediff", files.osediff(), "--out", model),
                        Stream.of(more))
                .toArray());
    }

    private byte[] upscaled(Object... more) throws IOException {
        Cli.Run run = upscale(more);
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertEquals("", run.err(), "no warning");
        return Files.readAllBytes(folder.resolve("out.png"));
    }

    private Cli.Run upscale(Object... more) {
        return Cli.run(Stream.concat(
                        Stream.of(
                                "upscale",
                                picture,
                                "-o",
                                folder.resolve("out.png"),
                                "--process-size",
                                "0",
                                "--backend",
                                "java",
                                "--color-fix",
                                "none"),
                        Stream.of(more))
                .toArray());
    }
}
