package dev.osediff.bench.pictures;

import dev.osediff.bench.machine.ProcessMemory;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.row.ChildRow;
import java.util.List;
import java.util.Locale;

/**
 * Whole pictures, ×4, through the public interface. The heap is limited to what the pictures themselves need and a constant: a row
 * that needs more working memory for more pixels would fail.
 *
 * @param group one of {@link #SCALING}, {@link #TILING}, {@link #THROUGHPUT}
 * @param model "embedded", or a model folder or file
 * @param backend name
 * @param precision name, as in {@link dev.osediff.backend.Precision}, any case
 * @param side of the enlarged picture, pixels, a multiple of 4
 * @param tile longest side of a tile, pixels of the enlarged picture; 0 for the model's own choice
 * @param callers threads that each enlarge a picture at the same time
 * @param threads of one call
 * @param warmup runs before those that count
 * @param runs that count
 */
public record PictureRow(
        String group,
        String model,
        String backend,
        String precision,
        int side,
        int tile,
        int callers,
        int threads,
        int warmup,
        int runs)
        implements ChildRow {
    /** Group of pictures from small to large. */
    public static final String SCALING = "scaling";

    /** Group of one picture in tiles of several sizes. */
    public static final String TILING = "tiling";

    /** Group of several callers of one resolver. */
    public static final String THROUGHPUT = "throughput";

    /** The enlargement. */
    static final int SCALE = 4;

    /** Heap beside the pictures, whatever their size. */
    static final long WORKING_HEAP_BYTES = 512L << 20;

    /**
     * Bytes of heap per pixel of the enlarged picture: three planes of floats, 12; a latent of 16 channels at a sixteenth of the
     * pixels, 4; the result, 3; the small picture, 1; and room for the collector.
     */
    private static final long HEAP_PER_PIXEL = 26;

    /** What an engine takes beside the heap: library, weights, activations of a tile. */
    private static final long NATIVE_BYTES = 1L << 30;

    @Override
    public String subject() {
        String tiles = tile == 0 ? "" : ", tiles of " + tile;
        String calls = group.equals(THROUGHPUT) ? ", " + callers + (callers == 1 ? " caller" : " callers") : "";
        return model + " " + side + ", " + backend + ", " + precision + ", " + threads
                + (threads == 1 ? " thread" : " threads") + tiles + calls;
    }

    @Override
    public String mainItem() {
        return "picture";
    }

    /** Returns the pixels of all enlarged pictures of one run, in units of 10⁶. */
    double megapixels() {
        return (double) side * side * callers / 1e6;
    }

    private long heapBytes() {
        return WORKING_HEAP_BYTES + HEAP_PER_PIXEL * side * side * callers;
    }

    /** Returns an estimate of the memory that the row's process takes. */
    long neededBytes() {
        return heapBytes() + NATIVE_BYTES;
    }

    @Override
    public List<String> needed() {
        return List.of(String.format(Locale.ROOT, "-Xmx%dm", heapBytes() >> 20));
    }

    /** A process whose heap the machine cannot give is not started. */
    @Override
    public List<Measure> run(List<String> javaOptions) {
        return ProcessMemory.lack(neededBytes()).map(this::absent).orElseGet(() -> ChildRow.super.run(javaOptions));
    }

    @Override
    public List<Measure> measure() {
        return PictureRun.measure(this);
    }
}
