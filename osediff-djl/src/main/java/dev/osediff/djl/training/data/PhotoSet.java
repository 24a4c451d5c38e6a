package dev.osediff.djl.training.data;

import dev.osediff.image.FloatImage;
import dev.osediff.image.PictureConverter;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * The training photographs that are present on this machine, each reduced with Lanczos to 1600 and to 1000 pixels along
 * its long side (a smaller PNG stays as it is, a JPEG is reduced to three quarters at least), so that crops are sharp at
 * pixel level and free of compression artefacts, and held as 8-bit planes (at most 8 MB a photograph). Immutable and
 * thread-safe.
 */
public final class PhotoSet {
    private static final int[] LONG_SIDES = {1600, 1000};

    /** A JPEG is reduced at least this much, so that its compression cannot be seen. */
    private static final double LARGEST_LOSSY_FACTOR = 0.75;

    private final List<BytePicture> pictures;
    private final List<TrainingPhotograph> present;
    private final List<TrainingPhotograph> missing;

    private PhotoSet(List<BytePicture> pictures, List<TrainingPhotograph> present, List<TrainingPhotograph> missing) {
        this.pictures = List.copyOf(pictures);
        this.present = List.copyOf(present);
        this.missing = List.copyOf(missing);
    }

    /** Returns the set without photographs, for training on generated pictures alone. */
    public static PhotoSet empty() {
        return new PhotoSet(List.of(), List.of(), List.of());
    }

    /**
     * Loads what is there.
     *
     * @param photographs which ones; {@link TrainingPhotograph#listed()} for the usual ones
     * @param root the folder the paths are relative to: {@code /}, or where the packages were unpacked
     * @throws IOException if a file that exists cannot be read
     */
    public static PhotoSet load(List<TrainingPhotograph> photographs, Path root) throws IOException {
        List<BytePicture> pictures = new ArrayList<>();
        List<TrainingPhotograph> present = new ArrayList<>();
        List<TrainingPhotograph> missing = new ArrayList<>();
        for (TrainingPhotograph photograph : photographs) {
            Path file = root.resolve(photograph.path());
            if (Files.isRegularFile(file)) {
                addReduced(read(file), photograph.path().endsWith(".png"), pictures);
                present.add(photograph);
            } else {
                missing.add(photograph);
            }
        }
        return new PhotoSet(pictures, present, missing);
    }

    private static FloatImage read(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new IOException(file + ": not a picture that ImageIO reads");
        }
        FloatImage color = PictureConverter.fromBufferedImage(image).color();
        float[] first = color.plane(0);
        return color.channels() == 3 ? color : FloatImage.of(color.width(), color.height(), first, first, first);
    }

    private static void addReduced(FloatImage image, boolean lossless, List<BytePicture> pictures) {
        int longSide = Math.max(image.width(), image.height());
        double largestFactor = lossless ? 1 : LARGEST_LOSSY_FACTOR;
        int last = 0;
        for (int wanted : LONG_SIDES) {
            double factor = Math.min(largestFactor, (double) wanted / longSide);
            int side = (int) Math.max(1, Math.round(longSide * factor));
            if (last == 0 || side < 0.8 * last) {
                int width = (int) Math.max(1, Math.round(image.width() * factor));
                int height = (int) Math.max(1, Math.round(image.height() * factor));
                pictures.add(BytePicture.of(Resampler.resize(image, width, height, ResampleFilter.LANCZOS3)));
                last = side;
            }
        }
    }

    /** Returns the photographs that were loaded. */
    public List<TrainingPhotograph> present() {
        return present;
    }

    /** Returns the photographs that were asked for and are not here. */
    public List<TrainingPhotograph> missing() {
        return missing;
    }

    /** Returns one line for a log: how many were found and which packages hold the others. */
    public String describe() {
        String found = present.size() + " of " + (present.size() + missing.size()) + " training photographs found";
        if (missing.isEmpty()) {
            return found;
        }
        TreeSet<String> packages =
                missing.stream().map(TrainingPhotograph::debianPackage).collect(Collectors.toCollection(TreeSet::new));
        return found + "; install these Debian packages for the others: " + String.join(" ", packages);
    }

    /** Returns how many pictures, of one or two per photograph, a crop of the given side fits into. */
    public int countOfAtLeast(int cropPixels) {
        return pictures(cropPixels).size();
    }

    /** The pictures that a crop of the given side fits into. */
    List<BytePicture> pictures(int cropSize) {
        return pictures.stream()
                .filter(picture -> Math.min(picture.width(), picture.height()) >= cropSize)
                .collect(Collectors.toUnmodifiableList());
    }
}
