package dev.osediff.djl.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoSetTest {
    private static final TrainingPhotograph LARGE = new TrainingPhotograph("a/large.jpg", "package-a", "A", "CC0-1.0");
    private static final TrainingPhotograph SMALL = new TrainingPhotograph("small.png", "package-b", "B", "CC0-1.0");
    private static final TrainingPhotograph ABSENT = new TrainingPhotograph("absent.jpg", "package-c", "C", "CC0-1.0");

    @TempDir
    private Path root;

    @Test
    void theListNamesPackageAuthorAndFreeLicenceOfEveryPhotograph() {
        List<TrainingPhotograph> listed = TrainingPhotograph.listed();
        assertTrue(listed.size() >= 14);
        Set<String> paths = new HashSet<>();
        for (TrainingPhotograph photograph : listed) {
            assertTrue(paths.add(photograph.path()), photograph.path());
            assertTrue(photograph.path().startsWith("usr/"));
            assertTrue(!photograph.author().isBlank()
                    && !photograph.debianPackage().isBlank());
            assertTrue(
                    Set.of(
                                    "CC0-1.0",
                                    "CC-BY-2.0",
                                    "CC-BY-3.0",
                                    "CC-BY-4.0",
                                    "CC-BY-SA-3.0",
                                    "CC-BY-SA-4.0",
                                    "BSD-2-Clause",
                                    "BSD-3-Clause",
                                    "MIT",
                                    "MIT OR Apache-2.0",
                                    "public domain")
                            .contains(photograph.licence()),
                    photograph.licence());
        }
    }

    @Test
    void packagesKeptForIndependentTestsAreNotTrainedOn() {
        for (TrainingPhotograph photograph : TrainingPhotograph.listed()) {
            assertTrue(!Set.of("mate-backgrounds", "plasma-workspace-wallpapers", "python3-skimage")
                    .contains(photograph.debianPackage()));
        }
    }

    @Test
    void largePhotographsAreHeldAtTwoSizesAndSmallOnesAsTheyAre() throws IOException {
        write(LARGE, 2000, 1200, "jpg");
        write(SMALL, 300, 200, "png");
        PhotoSet photos = PhotoSet.load(List.of(LARGE, SMALL, ABSENT), root);
        List<BytePicture> pictures = photos.pictures(8);
        assertEquals(3, pictures.size());
        assertEquals(1500, pictures.get(0).width());
        assertEquals(900, pictures.get(0).height());
        assertEquals(1000, pictures.get(1).width());
        assertEquals(300, pictures.get(2).width());
        assertEquals(2, photos.pictures(256).size());
        assertEquals(0xC0 / 255f, pictures.get(2).crop(0, 0, 8, 0).plane(0)[0]);
        assertEquals(0x80 / 255f, pictures.get(1).crop(500, 300, 8, 0).plane(1)[0], 3 / 255f);
    }

    @Test
    void whatIsMissingIsNamedWithItsPackage() throws IOException {
        write(SMALL, 30, 20, "png");
        PhotoSet photos = PhotoSet.load(List.of(LARGE, SMALL, ABSENT), root);
        assertEquals(List.of(SMALL), photos.present());
        assertEquals(List.of(LARGE, ABSENT), photos.missing());
        assertEquals(
                "1 of 3 training photographs found; install these Debian packages for the others: package-a package-c",
                photos.describe());
    }

    @Test
    void aFileThatIsNoPictureIsNamed() throws IOException {
        Files.writeString(root.resolve(SMALL.path()), "no picture");
        IOException failure = assertThrows(IOException.class, () -> PhotoSet.load(List.of(SMALL), root));
        assertTrue(failure.getMessage().contains("small.png"), failure.getMessage());
    }

    private void write(TrainingPhotograph photograph, int width, int height, String format) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0xC08040);
            }
        }
        Path file = root.resolve(photograph.path());
        Files.createDirectories(file.getParent());
        assertTrue(ImageIO.write(image, format, file.toFile()));
    }
}
