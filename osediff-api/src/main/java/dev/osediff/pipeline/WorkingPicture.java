package dev.osediff.pipeline;

import dev.osediff.color.ColorFixPrecision;
import dev.osediff.image.FloatImage;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The picture as the network is given it, for who looks at it before: enlarged, in 8 bits. Not thread-safe. */
public final class WorkingPicture {
    /** Rows that are enlarged at a time. */
    private static final int BAND = 64;

    private final FloatImage colour;
    private final SizePlan sizes;
    private final ColorFixPrecision arithmetic;

    /**
     * Prepares; computes nothing.
     *
     * @param colour the picture's one or three planes, 0 to 1
     * @param sizes the sizes that it goes through
     * @param arithmetic which roundings happen on the way
     */
    public WorkingPicture(FloatImage colour, SizePlan sizes, ColorFixPrecision arithmetic) {
        this.colour = colour;
        this.sizes = sizes;
        this.arithmetic = arithmetic;
    }

    /** Returns the SHA-256 of all that {@link #image()} depends on, in lower-case hexadecimal digits; does not enlarge. */
    public String sha256() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
        String form = sizes.input() + " " + sizes.enlargement() + " " + arithmetic + " " + colour.channels();
        digest.update(form.getBytes(StandardCharsets.UTF_8));
        ByteBuffer row = ByteBuffer.allocate(Float.BYTES * colour.width());
        for (int c = 0; c < colour.channels(); c++) {
            for (int y = 0; y < colour.height(); y++) {
                row.clear();
                row.asFloatBuffer().put(colour.plane(c), y * colour.width(), colour.width());
                digest.update(row);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Returns the picture, {@code TYPE_INT_RGB}: 4 bytes for each working pixel. */
    public BufferedImage image() {
        EnlargedPicture enlarged = new EnlargedPicture(colour, sizes.enlargement(), arithmetic);
        int width = enlarged.width();
        BufferedImage image = new BufferedImage(width, enlarged.height(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = new int[width];
        for (int begin = 0; begin < enlarged.height(); begin += BAND) {
            int end = Math.min(begin + BAND, enlarged.height());
            FloatImage rows = enlarged.rows(begin, end);
            for (int y = begin; y < end; y++) {
                for (int x = 0; x < width; x++) {
                    pixels[x] = pixel(rows, (y - begin) * width + x);
                }
                image.getRaster().setDataElements(0, y, width, 1, pixels);
            }
        }
        return image;
    }

    private static int pixel(FloatImage rows, int at) {
        int pixel = 0;
        for (int c = 0; c < 3; c++) {
            float sample = rows.plane(Math.min(c, rows.channels() - 1))[at];
            pixel = pixel << 8 | Math.round(Math.max(0, Math.min(1, sample)) * 255);
        }
        return pixel;
    }
}
