package dev.osediff.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.checkpoint.LoraFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistilCommandTest {
    @TempDir
    Path folder;

    private Path from;
    private Path out;

    /** A tiny model whose own UNet is its prior. */
    @BeforeEach
    void writeStart() throws IOException {
        from = TinyStages.write(folder.resolve("from"), false);
        out = folder.resolve("out");
    }

    private Cli.Run distil(String options) {
        return Cli.run(Stream.concat(
                        Stream.of("train", "distil", "--from", from, "--out", out, "--smoke"),
                        Stream.of(options.split(" ")))
                .toArray());
    }

    @Test
    void distillingWritesAModelItsAdaptersAndItsLogAndGoesOn() throws IOException {
        Cli.Run one = distil("--no-photos --steps 1");
        assertEquals(ExitCode.OK, one.code(), one.err());
        assertTrue(one.out().contains("1 of 1 steps"), one.out());
        assertTrue(one.err().contains("images/s") && one.err().contains("psnr_y"), one.err());
        byte[] first = Files.readAllBytes(out.resolve("model.safetensors"));
        Cli.Run more = distil("--no-photos --steps 2");
        assertEquals(ExitCode.OK, more.code(), more.err());
        assertTrue(more.err().contains("step 2 of 2") && !more.err().contains("step 1 of"), more.err());
        assertFalse(Arrays.equals(first, Files.readAllBytes(out.resolve("model.safetensors"))));
        try (LoraFile adapters = LoraFile.open(out.resolve("adapters/unet.safetensors"))) {
            assertEquals(4, adapters.scales().get("default_decoder").rank());
        }
        assertTrue(Files.exists(out.resolve("adapters/encoder.safetensors")));
        assertEquals(3, Files.readAllLines(out.resolve("distillation/log.csv")).size());
        Cli.Run inspected = Cli.run("inspect", out);
        assertTrue(inspected.out().contains("--loss vsd --lambda 0.1 --rank 4"), inspected.out());
        Path in = TestPictures.write(folder.resolve("in.png"), 8, 8);
        Path large = folder.resolve("large.png");
        assertEquals(
                ExitCode.OK,
                Cli.run("upscale", in, "-o", large, "--model", out, "--backend", "java")
                        .code());
        assertTrue(Files.exists(large));
        byte[] second = Files.readAllBytes(out.resolve("model.safetensors"));
        Cli.Run other = distil("--no-photos --steps 2 --rank 3");
        assertEquals(ExitCode.FAILED, other.code(), other.err());
        assertTrue(other.err().contains("with rank"), other.err());
        assertArrayEquals(second, Files.readAllBytes(out.resolve("model.safetensors")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--no-photos --rank 0 | 0 | at least 1, full or frozen",
                "--no-photos --rank 99999 | 99999 | rank",
                "--no-photos --rank frozen | frozen | both learn",
                "--no-photos --learning-rate NaN | NaN | above 0",
                "--no-photos --learning-rate 0 | 0.0 | above 0",
                "--no-photos --loss wgan | 'wgan' | image-vsd",
                "--no-photos --loss image-vsd | training/autoencoder.safetensors | stages",
                "--no-photos --lambda -1 | weight -1.0 | above 0",
                "--no-photos --budget 0 | 0.0 minutes | above 0",
                "--no-photos --crop 100 | 100 pixels | multiple of 16",
                "--no-photos --batch 0 | 0 crops | at least 1",
                "--no-photos --steps 0 | 0 steps | at least 1",
                "--photos absent | none of | at least one",
            })
    void whatCannotBeTrainedIsRefusedBeforeTheFirstStep(String options, String found, String limit) {
        Cli.Run run = distil(options);
        assertEquals(ExitCode.USAGE, run.code(), run.err());
        assertTrue(run.err().contains(found), run.err());
        assertTrue(run.err().contains(limit), run.err());
        assertFalse(Files.exists(out.resolve("manifest.json")));
        assertFalse(Files.exists(out.resolve("distillation/log.csv")));
    }

    @Test
    void aStartThatIsNoSmallModelIsRefused() {
        from = folder.resolve("nothing");
        Cli.Run run = distil("--no-photos");
        assertEquals(ExitCode.FAILED, run.code(), run.err());
        assertTrue(run.err().contains("no such folder"), run.err());
        assertTrue(Cli.run("train", "--help").out().contains("distil"));
        assertTrue(Cli.run("train", "distil", "--help").out().startsWith("Usage: osediff train distil"));
        Cli.Run missing = Cli.run("train", "distil", "--out", out);
        assertEquals(ExitCode.USAGE, missing.code());
        assertTrue(missing.err().contains("--from"), missing.err());
    }
}
