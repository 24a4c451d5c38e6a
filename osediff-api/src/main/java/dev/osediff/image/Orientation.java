package dev.osediff.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/**
 * How a stored picture is turned to stand upright, as EXIF tag 0x0112 says (CIPA DC-008, 4.6.4.A). The constants are in
 * the order of the tag's values 1 to 8.
 */
public enum Orientation {
    /** Value 1: stored upright. */
    UPRIGHT(false, false, false),
    /** Value 2: to be mirrored left to right. */
    MIRROR(false, true, false),
    /** Value 3: to be turned by 180°. */
    TURN_180(false, true, true),
    /** Value 4: to be mirrored top to bottom. */
    FLIP(false, false, true),
    /** Value 5: rows and columns to be exchanged. */
    TRANSPOSE(true, false, false),
    /** Value 6: to be turned clockwise by 90°. */
    TURN_90(true, true, false),
    /** Value 7: rows and columns to be exchanged along the other diagonal. */
    TRANSVERSE(true, true, true),
    /** Value 8: to be turned clockwise by 270°. */
    TURN_270(true, false, true);

    private final boolean swapsAxes;
    private final boolean mirrorsColumns;
    private final boolean mirrorsRows;

    /** Axes are swapped first; the mirrors then speak of the upright picture's columns and rows. */
    Orientation(boolean swapsAxes, boolean mirrorsColumns, boolean mirrorsRows) {
        this.swapsAxes = swapsAxes;
        this.mirrorsColumns = mirrorsColumns;
        this.mirrorsRows = mirrorsRows;
    }

    /** Tells whether the tag value is one of 1 to 8. */
    static boolean isValid(int exifValue) {
        return exifValue >= 1 && exifValue <= 8;
    }

    /** Returns the constant of a tag value from 1 to 8. */
    static Orientation of(int exifValue) {
        return values()[exifValue - 1];
    }

    /** Returns the tag's value, 1 to 8. */
    public int exifValue() {
        return ordinal() + 1;
    }

    /** Tells whether the upright picture is as wide as the stored one is high. */
    public boolean swapsAxes() {
        return swapsAxes;
    }

    /**
     * Turns a stored picture upright, sample by sample, in the same colour model and layout.
     *
     * @return a new image, or {@code stored} itself for {@link #UPRIGHT}
     */
    public BufferedImage toUpright(BufferedImage stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        Raster source = stored.getRaster();
        int width = swapsAxes ? source.getHeight() : source.getWidth();
        int height = swapsAxes ? source.getWidth() : source.getHeight();
        WritableRaster target = source.createCompatibleWritableRaster(width, height);
        int type = source.getTransferType();
        if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
            copyReal(source, target);
        } else {
            copyInteger(source, target);
        }
        return new BufferedImage(stored.getColorModel(), target, stored.isAlphaPremultiplied(), null);
    }

    private void copyInteger(Raster source, WritableRaster target) {
        int length = source.getWidth();
        int[] row = new int[length];
        int[] mirrored = new int[length];
        for (int band = 0; band < source.getNumBands(); band++) {
            for (int y = 0; y < source.getHeight(); y++) {
                source.getSamples(0, y, length, 1, band, row);
                int[] line = row;
                if (mirrorsAlongLine()) {
                    for (int i = 0; i < length; i++) {
                        mirrored[i] = row[length - 1 - i];
                    }
                    line = mirrored;
                }
                int at = mirrorsAcrossLine() ? source.getHeight() - 1 - y : y;
                target.setSamples(
                        swapsAxes ? at : 0,
                        swapsAxes ? 0 : at,
                        swapsAxes ? 1 : length,
                        swapsAxes ? length : 1,
                        band,
                        line);
            }
        }
    }

    private void copyReal(Raster source, WritableRaster target) {
        for (int band = 0; band < source.getNumBands(); band++) {
            for (int y = 0; y < source.getHeight(); y++) {
                for (int x = 0; x < source.getWidth(); x++) {
                    int along = mirrorsAlongLine() ? source.getWidth() - 1 - x : x;
                    int across = mirrorsAcrossLine() ? source.getHeight() - 1 - y : y;
                    target.setSample(
                            swapsAxes ? across : along,
                            swapsAxes ? along : across,
                            band,
                            source.getSampleDouble(x, y, band));
                }
            }
        }
    }

    /** Whether a stored row is reversed: it becomes an upright row, or a column when axes are swapped. */
    private boolean mirrorsAlongLine() {
        return swapsAxes ? mirrorsRows : mirrorsColumns;
    }

    private boolean mirrorsAcrossLine() {
        return swapsAxes ? mirrorsColumns : mirrorsRows;
    }
}
