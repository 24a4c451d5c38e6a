package dev.osediff.djl.training.data;

import dev.osediff.image.FloatImage;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes pictures for looking at: generated ones, and good crops above their degraded partners. */
public final class ContactSheet {
    private ContactSheet() {}

    /** Arguments: the folder to write to, and the root that the photographs' paths are relative to. */
    public static void main(String[] args) throws IOException {
        File folder = new File(args[0]);
        writeLeaves(new File(folder, "leaves.png"));
        PhotoSet photos = PhotoSet.load(TrainingPhotograph.listed(), Path.of(args[1]));
        System.out.println(photos.describe());
        try (SampleStream stream = SampleStream.open(SampleConfig.pairs(10, 128, 1), photos, 0)) {
            for (int i = 0; i < 2; i++) {
                writePairs(stream.next(), new File(folder, "pairs" + i + ".png"));
            }
        }
    }

    private static void writeLeaves(File file) throws IOException {
        BufferedImage sheet = new BufferedImage(5 * 260, 3 * 260, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 15; i++) {
            FloatImage picture = DeadLeaves.draw(i);
            paste(sheet, i % 5 * 260, i / 5 * 260, 256, picture.plane(0), picture.plane(1), picture.plane(2));
        }
        ImageIO.write(sheet, "png", file);
    }

    private static void writePairs(Batch batch, File file) throws IOException {
        int side = batch.cropSizePixels();
        int columns = batch.batchSize();
        BufferedImage sheet =
                new BufferedImage((columns + 1) / 2 * (side + 4), 4 * (side + 4), BufferedImage.TYPE_INT_RGB);
        for (int b = 0; b < columns; b++) {
            int x = b / 2 * (side + 4);
            int y = b % 2 * 2 * (side + 4);
            paste(sheet, x, y, side, planes(batch.high(), b, side));
            paste(sheet, x, y + side + 2, side, planes(batch.low(), b, side));
        }
        ImageIO.write(sheet, "png", file);
    }

    private static float[][] planes(float[] values, int sample, int side) {
        float[][] planes = new float[3][side * side];
        for (int i = 0; i < 3 * side * side; i++) {
            planes[i / (side * side)][i % (side * side)] = (values[sample * 3 * side * side + i] + 1) / 2;
        }
        return planes;
    }

    private static void paste(BufferedImage sheet, int left, int top, int side, float[]... planes) {
        for (int i = 0; i < side * side; i++) {
            int rgb = 0;
            for (float[] plane : planes) {
                rgb = rgb << 8 | Math.round(Math.max(0, Math.min(1, plane[i])) * 255);
            }
            sheet.setRGB(left + i % side, top + i / side, rgb);
        }
    }
}
