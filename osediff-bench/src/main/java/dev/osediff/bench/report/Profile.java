package dev.osediff.bench.report;

import dev.osediff.bench.model.BenchModels;
import dev.osediff.bench.pictures.PictureRow;
import dev.osediff.bench.row.Row;
import dev.osediff.bench.stages.StageRow;
import dev.osediff.bench.startup.StartupRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a report measures. */
enum Profile {
    /** Small pictures, in up to three rounds as long as they fit in three minutes. */
    QUICK(3, Duration.ofSeconds(160)) {
        @Override
        void addTo(Rows rows) {
            rows.stages(BenchModels.EMBEDDED, ALL, PRECISIONS, 256, 2, 5);
            rows.stages(BenchModels.GAN, List.of("ort"), List.of("fp32"), 256, 1, 2);
            rows.steps(BenchModels.EMBEDDED, 256, List.of(1, 15), 1, 2);
            for (int side : new int[] {128, 256, 512}) {
                rows.picture(PictureRow.SCALING, side, 0, 1, 1, 3);
            }
            for (int callers : new int[] {1, 4}) {
                rows.picture(PictureRow.THROUGHPUT, 256, 0, callers, 1, 3);
            }
            rows.startup(List.of("ort", "torchscript"), 1);
        }
    },
    /** The embedded model, Stable Diffusion's sizes and a GAN at 512 × 512, and pictures up to 67 megapixels; an hour or two. */
    FULL(1, Duration.ofDays(1)) {
        @Override
        void addTo(Rows rows) {
            rows.stages(BenchModels.EMBEDDED, ALL, PRECISIONS, 512, 2, 7);
            rows.stages(BenchModels.FULL, ENGINES, PRECISIONS, 512, 1, 3);
            rows.stages(BenchModels.GAN, ENGINES, PRECISIONS, 512, 1, 3);
            rows.steps(BenchModels.EMBEDDED, 512, List.of(1, 15, 20, 50, 200), 1, 3);
            rows.steps(BenchModels.FULL, 512, List.of(1, 15), 1, 1);
            for (int side : new int[] {512, 1024, 2048, 4096, 8192}) {
                rows.picture(PictureRow.SCALING, side, SCALING_TILE, 1, side > 2048 ? 0 : 1, side > 2048 ? 1 : 3);
            }
            for (int side : new int[] {512, 1024, 2048, 4096}) {
                rows.picture(PictureRow.SCALING, side, 0, 1, 1, side > 2048 ? 1 : 3);
            }
            for (int tile : new int[] {0, 2048, 1024, 512}) {
                rows.picture(PictureRow.TILING, 2048, tile, 1, 0, 3);
            }
            for (int callers : new int[] {1, 2, 4, 8}) {
                rows.picture(PictureRow.THROUGHPUT, 512, 0, callers, 1, 5);
            }
            rows.startup(ALL, 3);
        }
    };

    private static final List<String> ALL = List.of("java", "ort", "torchscript", "djl");
    private static final List<String> ENGINES = List.of("ort", "torchscript", "djl");
    /** Not fp16, which engines have on processors to show what it does to a picture, not for speed. */
    private static final List<String> PRECISIONS = List.of("fp32", "bf16", "int8");

    private static final int SCALING_TILE = 1024;

    private final int rounds;
    private final Duration budget;

    Profile(int rounds, Duration budget) {
        this.rounds = rounds;
        this.budget = budget;
    }

    /** Returns how often all rows are measured at most. */
    int rounds() {
        return rounds;
    }

    /** Returns the time beyond which no further round begins. */
    Duration budget() {
        return budget;
    }

    /** Returns its rows; those that an engine has no precision for say so. */
    List<Row> rows(int threads) {
        Rows rows = new Rows(threads);
        addTo(rows);
        return rows.all;
    }

    abstract void addTo(Rows rows);

    /** Collects rows of one number of threads. */
    static final class Rows {
        private final List<Row> all = new ArrayList<>();
        private final int threads;

        private Rows(int threads) {
            this.threads = threads;
        }

        void stages(String model, List<String> backends, List<String> precisions, int size, int warmup, int runs) {
            for (String backend : backends) {
                for (String precision : precisions) {
                    all.add(new StageRow(model, backend, precision, size, threads, warmup, runs));
                }
            }
        }

        void steps(String model, int size, List<Integer> steps, int warmup, int runs) {
            all.add(new StageRow(model, "ort", "fp32", size, threads, warmup, runs, steps));
        }

        void picture(String group, int side, int tile, int callers, int warmup, int runs) {
            all.add(new PictureRow(
                    group, BenchModels.EMBEDDED, "ort", "fp32", side, tile, callers, threads, warmup, runs));
        }

        void startup(List<String> backends, int runs) {
            backends.forEach(backend -> all.add(new StartupRow(BenchModels.EMBEDDED, backend, "fp32", threads, runs)));
        }
    }
}
