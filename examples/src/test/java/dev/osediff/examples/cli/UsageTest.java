package dev.osediff.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.model.RandomPublishedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upscale",
                "cost",
                "degrade",
                "doctor",
                "evaluate",
                "import",
                "inspect",
                "quantize",
                "tags",
                "train"
            })
    void everyCommandExplainsItself(String command) {
        Cli.Run run = Cli.run(command, "--help");
        assertEquals(ExitCode.OK, run.code());
        assertTrue(run.out().startsWith("Usage: osediff " + command), run.out());
        assertTrue(Cli.run("--help").out().contains(command));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--scale 0 | 0.0 | above 1",
                "--scale 1 | 1.0 | above 1",
                "--scale NaN | NaN | above 1",
                "--scale 100 | 100.0 | 8.0",
                "--scale 4 --width 100 | scale 4.0 | width 100",
                "--width 0 | 0 pixels | at least 1",
                "--tile 64 --memory-budget 1g | tile size 64 | 1073741824 bytes",
                "--tile 0 | 0 pixels | at least 1",
                "--process-size -1 | -1 pixels | 0 to 16384",
                "--size-rule reference --height 9 | REFERENCE | height 9",
                "--memory-budget much | 'much' | 512m",
                "--memory-budget 0 | 0 bytes | at least 1",
                "--color-fix red | 'red' | wavelet",
                "--device gpu | 'gpu' | cuda:N",
                "--precision fp8 | fp8 | FP32",
                "--threads 0 | 0 | 1 to",
                "--backend none-such | none-such | java",
                "--quality 101 | 101 | 1 to 100",
                "--format gif | gif | PNG",
                "--skip-existing --existing fail | --skip-existing | --existing FAIL",
                "--max-pixels 0 | 0 pixels | at least 1",
                "--no-such-option | --no-such-option | --help",
                "--upscale 2 --scale 3 | --upscale 2.0 | --scale 3.0",
                "--align_method nofix --color-fix adain | --align_method NONE | --color-fix ADAIN",
                "--process_size 64 --process-size 65 | --process_size 64 | --process-size 65",
                "--latent_tiled_size 96 --tile 128 | --latent_tiled_size 96 | --tile 128",
                "--vae_decoder_tiled_size 64 --tile 128 | --vae_decoder_tiled_size 64 | --tile 128",
                "--vae-tiling blended | blended | EXACT",
                "--latent_tiled_size 0 | --latent_tiled_size 0 | 1 to",
                "--osediff_path a.pkl --model b --osediff c.pkl | --osediff_path a.pkl | --osediff c.pkl",
                "--pretrained_model_name_or_path a --model b | --pretrained_model_name_or_path a | --model b",
                "--osediff_path a.pkl | --osediff_path a.pkl | needs --pretrained_model_name_or_path",
                "--osediff a.pkl | --osediff a.pkl | needs --model",
                "--osediff a.pkl --model embedded | --osediff a.pkl | needs --model",
                "--posterior MODE | MODE | MEAN",
                "--rounding UP | UP | REFERENCE",
                "--mixed_precision fp16 --precision fp32 | --mixed_precision FP16 | --precision FP32",
                "--output_dir elsewhere | --output_dir elsewhere | --output",
                "--prompt-extractor magic | 'magic' | TAGS",
                "--prompt-extractor tags | tags | needs --tagger",
                "--tagger ram | --tagger ram | needs --prompt-extractor tags",
                "--prompt-extractor tags --tagger ram --prompt-from . | --prompt-from . | --prompt-extractor tags",
                "--prompt-from absent | --prompt-from absent | not a folder",
                "--prompt-fallback maybe | 'maybe' | NONE",
                "--prompt-time-limit 0 | PT0S | at most a day",
                "--prompt-time-limit NaN | PT0S | at most a day",
                "--guidance-scale 0.5 | 0.5 | 1 to 20",
                "--negative-prompt noise | guidance scale 1 | above 1",
            })
    void wrongOptionsNameWhatWasFoundAndWhatIsAllowed(String options, String found, String allowed) {
        Path picture = TestPictures.write(folder.resolve("in.png"), 8, 8);
        Path out = folder.resolve("out.png");
        Object[] args = Stream.concat(Stream.of("upscale", picture, "-o", out), Stream.of(options.split(" ")))
                .toArray();
        Cli.Run run = Cli.run(args);
        assertEquals(ExitCode.USAGE, run.code(), run.err());
        assertTrue(run.err().contains(found), run.err());
        assertTrue(run.err().contains(allowed), run.err());
        assertTrue(run.err().contains("next:"), run.err());
        assertFalse(run.err().contains("\tat "), run.err());
        assertFalse(Files.exists(out));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertUsage("a command is missing");
        assertUsage("no input is given", "upscale", "-o", "x.png");
        assertUsage("no output is given", "upscale", "x.png");
        assertUsage(".webp", "upscale", "x.png", "-o", "x.webp");
        assertUsage("PHOTO", "evaluate");
        assertUsage("--out", "train");
        assertUsage("--base=DIR", "import", "--osediff", "a.pkl");
        assertUsage("--osediff=FILE", "import", "--base", "a");
        assertUsage("'wild' is not a preset", "degrade", "x.png", "-o", "y.png", "--preset", "wild");
        assertUsage("--scale 0.5", "degrade", "x.png", "-o", "y.png", "--scale", "0.5");
        assertUsage("--format JPEG", "degrade", "x.png", "-o", "y.png", "--format", "jpeg");
        assertUsage("upscale", "upscalee");
        Path file = TestPictures.write(folder.resolve("file.png"), 8, 8);
        assertUsage("is a file, and the inputs need a folder", "upscale", file, file, "-o", file);
        assertUsage("would both become", "upscale", file, file, "-o", folder);
    }

    @Test
    void theReferenceScriptsOptionsWorkOrSayWhyNot() {
        Path model = TinyModel.write(folder.resolve("model"));
        Path in = TestPictures.write(folder.resolve("in.png"), 90, 70);
        Path out = folder.resolve("out");
        Cli.Run run = Cli.run((Object[]) ("upscale --model " + model + " --input_image " + in + " --output_dir " + out
                        + " --upscale 2 --align_method nofix --process_size 0 --latent_tiled_size 96 --seed 42"
                        + " --latent_tiled_overlap 8 --vae_decoder_tiled_size 224 --vae_encoder_tiled_size 1024"
                        + " --ram_path r.pth --ram_ft_path d.pth --save_prompts True --merge_and_unload_lora False"
                        + " --mixed_precision fp16 --verbose")
                .split(" "));
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().contains("90 x 70 to 180 x 140"), run.out());
        assertTrue(run.err().contains("\"colorFix\":\"none\""), run.err());
        assertTrue(run.err().contains("taken as --tile 768"), run.err());
        for (String name :
                "latent_tiled_overlap 8,vae_decoder_tiled_size 224,vae_encoder_tiled_size 1024,ram_path r.pth,ram_ft_path d.pth,save_prompts True,merge_and_unload_lora False"
                        .split(",")) {
            assertTrue(run.err().contains("--" + name + " has no effect"), name + ": " + run.err());
        }
        assertTrue(run.err().contains("--mixed_precision FP16 is a wish"), run.err());
    }

    @Test
    void theReferenceScriptsTilesAreThoseOfAPublishedModel() {
        RandomPublishedModel model = RandomPublishedModel.builder().write(folder.resolve("published"));
        Path in = TestPictures.write(folder.resolve("in.png"), 30, 24);
        Path out = folder.resolve("out.png");
        Cli.Run run = Cli.run((Object[]) ("upscale --model " + model.base() + " --osediff " + model.osediff() + " " + in
                        + " -o " + out + " --backend java --process_size 0 --latent_tiled_size 24"
                        + " --latent_tiled_overlap 8 --vae_decoder_tiled_size 9 --vae_encoder_tiled_size 16"
                        + " --vae-tiling reference --verbose")
                .split(" "));
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.err().contains("reference in lockstep, reference VAE(tile=16, pad=32)"), run.err());
        assertTrue(run.err().contains("reference in lockstep, reference VAE(tile=9, pad=11)"), run.err());
        assertTrue(run.err().contains("reference denoiser(tile=24, overlap=8)"), run.err());
        assertFalse(run.err().contains("has no effect"), run.err());
    }

    private static void assertUsage(String text, Object... args) {
        Cli.Run run = Cli.run(args);
        assertEquals(ExitCode.USAGE, run.code(), run.err());
        assertTrue(run.err().contains(text), run.err());
    }
}
