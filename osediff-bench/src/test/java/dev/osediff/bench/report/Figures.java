package dev.osediff.bench.report;

import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import java.util.ArrayList;
import java.util.List;

/** Figures of every group, with names that would break a page if they were not escaped. */
final class Figures {
    private Figures() {}

    static ResultFile sample() {
        String ort = "m 64, ort, fp32, 2 threads";
        List<Measure> measures = new ArrayList<>(List.of(
                measure("stages", ort, "encode", 1.0),
                measure("stages", ort, "decode", 2.0),
                Measure.absent("stages", "m 64, cuda", "whole", "no <GPU>"),
                measure("stages", "rrdbnet 64, ort, fp32, 2 threads", "direct", 3.0),
                measure("steps", ort, "15 steps", 3.0),
                measure("throughput", ort + ", 8 callers", "picture", 3.0),
                measure("startup", "m, ort, fp32, 2 threads", "cold", 2.0),
                measure("startup", "m, ort, fp32, 2 threads", "warm", 1.0),
                measure("tiling", ort + ", tiles of 512", "picture", 1.0),
                new Measure("machine", "java", "copy", List.of(0.5), 1, Measure.GB, 0, "")));
        for (int side : new int[] {128, 256, 512}) {
            double megapixels = side * side / 1e6;
            measures.add(new Measure(
                    "scaling",
                    "e " + side + ", ort, fp32, 2 threads, tiles of 64",
                    "picture",
                    List.of(0.1 + 2 * megapixels),
                    megapixels,
                    Measure.MEGAPIXEL,
                    (long) (5e8 + 20 * megapixels * 1e6),
                    ""));
        }
        return ResultFile.of(List.of("stages", "<x>"), measures);
    }

    private static Measure measure(String group, String subject, String item, double seconds) {
        return new Measure(group, subject, item, List.of(seconds), 1, Measure.GMAC, 5, "");
    }
}
