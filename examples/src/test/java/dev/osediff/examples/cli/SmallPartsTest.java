package dev.osediff.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Device;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class SmallPartsTest {
    @Test
    void sizesAreReadAndPrinted() {
        ByteSize size = new ByteSize();
        assertEquals(1, size.convert("1"));
        assertEquals(512L << 20, size.convert("512m"));
        assertEquals(512L << 20, size.convert("512 MiB"));
        assertEquals(3L << 29, size.convert("1.5G"));
        assertThrows(TypeConversionException.class, () -> size.convert("-1g"));
        assertThrows(TypeConversionException.class, () -> size.convert("1,5g"));
        assertEquals("1.5 GiB", ByteSize.text(3L << 29));
        assertEquals("1023 B", ByteSize.text(1023));
    }

    @Test
    void devicesAreRead() {
        DeviceName name = new DeviceName();
        assertEquals(Device.CPU, name.convert("CPU"));
        assertEquals(new Device(Device.Kind.CUDA, 0), name.convert("cuda"));
        assertEquals(new Device(Device.Kind.CUDA, 99), name.convert("cuda:99"));
        assertThrows(TypeConversionException.class, () -> name.convert("cuda:-1"));
    }

    @Test
    void theBarIsDrawnOverItselfAndTakenAway() {
        StringWriter text = new StringWriter();
        ProgressBar bar = new ProgressBar(new PrintWriter(text), true);
        bar.show(0.5, "half");
        assertTrue(text.toString().startsWith("\r[##############..............]  50 % half"), text.toString());
        bar.clear();
        assertTrue(text.toString().endsWith(" \r"), "blanks over the old line");
        StringWriter unseen = new StringWriter();
        ProgressBar hidden = new ProgressBar(new PrintWriter(unseen), false);
        hidden.show(1, "all");
        hidden.clear();
        assertEquals("", unseen.toString());
    }

    @Test
    void timesAreShort() {
        assertEquals("0 min 09 s", TrainingReporter.duration(9));
        assertEquals("2 h 05 min", TrainingReporter.duration(2 * 3600 + 5 * 60 + 59));
    }
}
