package dev.osediff.djl.training.distillation;

import dev.osediff.image.FloatImage;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/** Writes pictures as one sheet. */
final class SheetFile {
    private static final int WHITE = 255;

    private SheetFile() {}

    /**
     * Writes a PNG file with one column per list.
     *
     * @param columns lists of equally large pictures
     * @param mostRows how many of each are shown
     * @throws dev.osediff.error.OutputException if it cannot be written
     */
    static void write(Path path, List<List<FloatImage>> columns, int mostRows) {
        int rows = Math.min(mostRows, columns.get(0).size());
        int width = columns.get(0).get(0).width();
        int height = columns.get(0).get(0).height();
        BufferedImage sheet = new BufferedImage(columns.size() * width, rows * height, BufferedImage.TYPE_INT_RGB);
        for (int column = 0; column < columns.size(); column++) {
            for (int row = 0; row < rows; row++) {
                draw(sheet, columns.get(column).get(row), column * width, row * height);
            }
        }
        PngFile.write(path, sheet);
    }

    private static void draw(BufferedImage sheet, FloatImage picture, int left, int top) {
        for (int i = 0; i < picture.width() * picture.height(); i++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                rgb = rgb << 8 | Math.round(WHITE * picture.plane(c)[i]);
            }
            sheet.setRGB(left + i % picture.width(), top + i / picture.width(), rgb);
        }
    }
}
