package dev.osediff.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherCommandsTest {
    @TempDir
    Path folder;

    @Test
    void degradingIsDecidedBySeedAndNameAlone() throws IOException {
        Path a = TestPictures.write(folder.resolve("a.png"), 64, 48);
        Path b = TestPictures.write(folder.resolve("b.png"), 64, 48);
        assertEquals(
                ExitCode.OK,
                Cli.run("degrade", a, "-o", folder.resolve("one.png")).code());
        Cli.Run both = Cli.run("degrade", b, a, "-o", folder.resolve("both"));
        assertTrue(both.out().contains("64 x 48 to 16 x 12, reference, seed 42"), both.out());
        Cli.run("degrade", a, "-o", folder.resolve("other.png"), "--seed", "43");
        byte[] one = Files.readAllBytes(folder.resolve("one.png"));
        assertArrayEquals(one, Files.readAllBytes(folder.resolve("both/a.png")));
        assertFalse(Arrays.equals(one, Files.readAllBytes(folder.resolve("other.png"))));
    }

    @Test
    void everyPresetAndScaleIsAccepted() {
        Path picture = TestPictures.write(folder.resolve("a.png"), 64, 48);
        for (String preset : List.of(
                "reference",
                "first-order",
                "mild",
                "clean",
                "evaluation-clean",
                "evaluation-mild",
                "EVALUATION_HEAVY")) {
            Path out = folder.resolve(preset + ".png");
            Cli.Run run = Cli.run("degrade", picture, "-o", out, "--preset", preset, "--scale", "2");
            assertEquals(ExitCode.OK, run.code(), run.err());
            assertEquals(32, ImageFiles.probe(out).width());
        }
    }

    @Test
    void inspectListsWhatIsInAModelAndRefusesADamagedOne() throws IOException {
        Path model = TinyModel.write(folder.resolve("model"));
        Cli.Run listed = Cli.run("inspect", model, "--tensors");
        assertEquals(ExitCode.OK, listed.code(), listed.err());
        assertTrue(listed.out().contains("name: " + TinyModel.NAME), listed.out());
        assertTrue(listed.out().contains("  blockOutChannels: [8,8,8]"), listed.out());
        assertTrue(listed.out().contains("encoder.conv_in.weight"), listed.out());
        Path weights = model.resolve("model.safetensors");
        Cli.Run file = Cli.run("inspect", weights);
        assertTrue(file.out().contains("F16  [8, 48, 3, 3]"), file.out());
        assertTrue(file.out().contains("total: 129 tensors, 31,832 parameters, F16 62.2 KiB"), file.out());

        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        Cli.Run damaged = Cli.run("inspect", model);
        assertEquals(ExitCode.FAILED, damaged.code());
        assertTrue(damaged.err().contains("SHA-256"), damaged.err());
        assertEquals(
                ExitCode.FAILED, Cli.run("inspect", folder.resolve("absent")).code());
    }

    @Test
    void doctorNamesEveryBackendAndRunsTheModel() {
        Path model = TinyModel.write(folder.resolve("model"));
        Cli.Run run = Cli.run("doctor", "-m", model, "--backend", "java");
        assertEquals(ExitCode.OK, run.code(), run.err());
        for (String text : List.of(
                "backend java   available",
                "backend djl",
                "cpu [fp32]",
                "asked for",
                "Vector API",
                "largest heap",
                "32 x 32 to 128 x 128",
                "all is well")) {
            assertTrue(run.out().contains(text), text + " in " + run.out());
        }
        Cli.Run checked = Cli.run("doctor", "-m", model, "--no-run");
        assertFalse(checked.out().contains("test picture"), checked.out());
        Cli.Run bad = Cli.run("doctor", "-m", folder.resolve("absent"));
        assertEquals(ExitCode.FAILED, bad.code());
        assertTrue(bad.out().contains("backend java"), "what is found is printed first: " + bad.out());
        assertTrue(bad.err().contains("no such folder"), bad.err());
    }

    @Test
    void theChoiceOfAnEngineIsExplained() {
        Path model = TinyModel.write(folder.resolve("model"));
        Cli.Run run = Cli.run("doctor", "-m", model, "--no-run", "--stage-backend", "decode=java");
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().contains("chosen: start 0.0 s"), run.out());
        assertTrue(run.out().contains("djl: start"), run.out());
        Cli.Run stage = Cli.run("doctor", "-m", model, "--stage-backend", "lunch=java");
        assertEquals(ExitCode.USAGE, stage.code());
        assertTrue(stage.err().contains("encode, denoise or decode"), stage.err());
        Cli.Run both = Cli.run("doctor", "-m", model, "--no-cache", "--cache", folder.resolve("cache"));
        assertEquals(ExitCode.USAGE, both.code());
    }

    @Test
    void quantizeWritesAModelThatUpscaleRunsInEightBits() throws IOException {
        Path model = TinyModel.write(folder.resolve("model"));
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        TestPictures.write(pictures.resolve("one.png"), 96, 80);
        Path out = folder.resolve("int8");
        Cli.Run run = Cli.run("quantize", model, "--calibration", pictures, "-o", out);
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().contains("layers in 8 bits"), run.out());
        assertTrue(run.out().contains("ort: 8 bits"), run.out());
        assertTrue(Files.size(out.resolve("quantisation.csv")) > 0);
        Path large = folder.resolve("large.png");
        Cli.Run upscale = Cli.run("upscale", pictures.resolve("one.png"), "-o", large, "-m", out, "-v");
        assertEquals(ExitCode.OK, upscale.code(), upscale.err());
        assertTrue(
                upscale.out().contains("\"precision\":\"int8\"")
                        || upscale.err().contains("\"precision\":\"int8\""),
                upscale.out() + upscale.err());
        Cli.Run again = Cli.run("quantize", model, "--calibration", pictures, "-o", out);
        assertEquals(ExitCode.FAILED, again.code());
        assertTrue(again.err().contains("not empty"), again.err());
        Path graph = folder.resolve("by-graph");
        Cli.Run graphs = Cli.run("quantize", model, "--calibration", pictures, "-o", graph, "--backend", "ort");
        assertEquals(ExitCode.FAILED, graphs.code(), graphs.err());
        assertTrue(graphs.err().contains("--backend java"), graphs.err());
        Cli.Run scripts =
                Cli.run("quantize", model, "--calibration", pictures, "-o", graph, "--backend", "torchscript");
        assertEquals(ExitCode.FAILED, scripts.code(), scripts.err());
        assertTrue(scripts.err().contains("--backend java"), scripts.err());
        Cli.Run misspelt =
                Cli.run("quantize", model, "--calibration", pictures, "-o", graph, "--keep-float", "nosuchlayer");
        assertEquals(ExitCode.USAGE, misspelt.code(), misspelt.err());
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Cli.Run nothing = Cli.run("quantize", model, "--calibration", empty, "-o", graph);
        assertEquals(ExitCode.FAILED, nothing.code(), nothing.err());
        assertFalse(Files.exists(graph), "nothing was written for what was refused");
        Cli.Run eager = Cli.run(
                "quantize",
                out,
                "--calibration",
                pictures,
                "-o",
                graph,
                "-b",
                "djl",
                "--levels",
                "percentile",
                "--by-noise");
        assertEquals(ExitCode.OK, eager.code(), eager.err());
        assertTrue(eager.err().contains("has 8-bit levels already"), eager.err());
        Cli.Run none = Cli.run("upscale", pictures.resolve("one.png"), "-o", large, "-m", model, "--precision", "int8");
        assertEquals(ExitCode.USAGE, none.code());
        assertTrue(none.err().contains("osediff quantize"), none.err());
    }

    @Test
    void trainingWritesAModelThatInspectAndUpscaleAccept() throws IOException {
        Path out = folder.resolve("trained");
        Cli.Run trained = Cli.run("train", "--plan", "smoke", "--no-photos", "--out", out, "--name", "smoke-test");
        assertEquals(ExitCode.OK, trained.code(), trained.err());
        assertTrue(trained.err().contains("one-step (stage 3 of 7) step 6 of 6"), trained.err());
        Cli.Run inspected = Cli.run("inspect", out);
        assertEquals(ExitCode.OK, inspected.code(), inspected.err());
        assertTrue(inspected.out().contains("name: smoke-test"), inspected.out());
        assertTrue(inspected.out().contains("osediff train --plan smoke --no-photos --out FOLDER"), inspected.out());
        Path picture = TestPictures.write(folder.resolve("in.png"), 16, 16);
        Cli.Run upscaled = Cli.run("upscale", "-m", out, picture, "-o", folder.resolve("out.png"));
        assertEquals(ExitCode.OK, upscaled.code(), upscaled.err());

        byte[] first = Files.readAllBytes(out.resolve("model.safetensors"));
        Cli.Run again = Cli.run("train", "--plan", "smoke", "--no-photos", "--out", out, "--name", "smoke-test", "-q");
        assertEquals(ExitCode.OK, again.code(), again.err());
        assertArrayEquals(first, Files.readAllBytes(out.resolve("model.safetensors")), "nothing is trained twice");
    }

    @Test
    void anInterruptEndsTrainingWithItsOwnExitCode() {
        Thread.currentThread().interrupt();
        Cli.Run run = Cli.run("train", "--plan", "smoke", "--no-photos", "--out", folder.resolve("trained"));
        assertEquals(ExitCode.CANCELLED, run.code(), run.err());
        Thread.interrupted();
        assertTrue(run.err().contains("the same command goes on from here"), run.err());
        assertFalse(Files.exists(folder.resolve("trained/manifest.json")));
    }

    @Test
    void anInterruptEndsABatchWithItsOwnExitCode() {
        Path model = TinyModel.write(folder.resolve("model"));
        Path picture = TestPictures.write(folder.resolve("in.png"), 8, 8);
        Thread.currentThread().interrupt();
        Cli.Run run = Cli.run("upscale", "-m", model, picture, "-o", folder.resolve("out.png"));
        assertTrue(Thread.interrupted(), "the flag is kept");
        assertEquals(ExitCode.CANCELLED, run.code(), run.err());
        assertFalse(Files.exists(folder.resolve("out.png")));
    }
}
