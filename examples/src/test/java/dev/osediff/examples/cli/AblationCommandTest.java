package dev.osediff.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblationCommandTest {
    @TempDir
    Path folder;

    private Cli.Run losses(Path from, Path out) {
        return Cli.run((Object[])
                ("train ablation losses --smoke --no-photos --steps 1 --from " + from + " --out " + out).split(" "));
    }

    @Test
    void theRowsOfThePaperStandBesideWhatWasMeasured() throws IOException {
        Path from = TinyStages.write(folder.resolve("from"), true);
        Path out = folder.resolve("out");
        Cli.Run run = losses(from, out);
        assertEquals(ExitCode.OK, run.code(), run.err());
        List<String> csv = Files.readAllLines(out.resolve("ablation.csv"));
        assertEquals(
                "row,PSNR (published),LPIPS (published),MUSIQ (published),CLIPIQA (published),psnr_y (here),deviation of"
                        + " psnr_y,gradient_share (here),deviation of gradient_share,steps,seconds,seeds",
                csv.get(0));
        assertEquals(5, csv.size());
        assertTrue(csv.get(1).startsWith("w/o VSD,25.42,.2934,65.23,.5876,"), csv.get(1));
        assertTrue(csv.get(4).startsWith("OSEDiff (VSD in latent space),25.15,.2921,69.09,.6693,"), csv.get(4));
        for (String line : csv.subList(1, 5)) {
            String[] cells = line.split(",");
            assertTrue(Double.parseDouble(cells[5]) > 0 && Double.parseDouble(cells[7]) > 0, line);
            assertEquals("- - 1 1", String.join(" ", cells[6], cells[8], cells[9], cells[11]));
        }
        assertTrue(run.out().contains("Table 3, RealSR"), run.out());
        assertEquals(Files.readString(out.resolve("ablation.md")), run.out());
        Cli.Run again = losses(from, out);
        assertFalse(again.err().contains("step 1 of 1"), "nothing is trained twice: " + again.err());
        assertEquals(csv, Files.readAllLines(out.resolve("ablation.csv")));
    }

    @Test
    void anAblationThatIsNoneIsRefused() {
        Cli.Run run = Cli.run("train", "ablation", "prompts", "--from", folder, "--out", folder);
        assertEquals(ExitCode.USAGE, run.code());
        assertTrue(run.err().contains("'prompts'") && run.err().contains("vae-rank"), run.err());
    }
}
