package dev.osediff.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small colour profiles (ICC.1:2001-04), built from primaries and a gamma. */
final class TestProfiles {
    private static final int HEADER_BYTES = 128;
    private static final double[] WHITE = {0.9642, 1, 0.8249};

    private TestProfiles() {}

    /** Returns a display space with a wider green than sRGB's, gamma 2.2. */
    static ICC_ColorSpace wideRgb() {
        return new ICC_ColorSpace(ICC_Profile.getInstance(wideRgbBytes()));
    }

    static byte[] wideRgbBytes() {
        return rgb(
                gamma(2.2),
                new double[] {0.60974, 0.31111, 0.01947},
                new double[] {0.20528, 0.62567, 0.06087},
                new double[] {0.14919, 0.06322, 0.74457});
    }

    /** Returns sRGB as a camera writes it: primaries, and a table of 1,024 tones. */
    static byte[] nearlySrgbBytes() {
        int tones = 1024;
        ByteBuffer curve =
                ByteBuffer.allocate(12 + 2 * tones).put(ascii("curv")).putInt(0).putInt(tones);
        for (int i = 0; i < tones; i++) {
            double v = i / (tones - 1.0);
            double linear = v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
            curve.putShort((short) Math.round(linear * 65535));
        }
        return rgb(
                curve.array(),
                new double[] {0.43607, 0.22249, 0.01392},
                new double[] {0.38515, 0.71687, 0.09708},
                new double[] {0.14307, 0.06061, 0.71410});
    }

    private static byte[] rgb(byte[] curve, double[] red, double[] green, double[] blue) {
        Map<String, byte[]> tags = new LinkedHashMap<>();
        tags.put("wtpt", xyz(WHITE));
        tags.put("rXYZ", xyz(red));
        tags.put("gXYZ", xyz(green));
        tags.put("bXYZ", xyz(blue));
        tags.put("rTRC", curve);
        tags.put("gTRC", curve);
        tags.put("bTRC", curve);
        return profile("RGB ", tags);
    }

    static ICC_ColorSpace grey(double gamma) {
        return new ICC_ColorSpace(ICC_Profile.getInstance(greyBytes(gamma)));
    }

    static byte[] greyBytes(double gamma) {
        Map<String, byte[]> tags = new LinkedHashMap<>();
        tags.put("wtpt", xyz(WHITE));
        tags.put("kTRC", gamma(gamma));
        return profile("GRAY", tags);
    }

    /** Returns four inks without a profile. */
    static ColorSpace inks() {
        return new InkSpace();
    }

    private static final class InkSpace extends ColorSpace {
        private static final long serialVersionUID = 1L;

        InkSpace() {
            super(TYPE_CMYK, 4);
        }

        @Override
        public float[] toRGB(float[] color) {
            throw new UnsupportedOperationException("no profile");
        }

        @Override
        public float[] fromRGB(float[] rgb) {
            throw new UnsupportedOperationException("no profile");
        }

        @Override
        public float[] toCIEXYZ(float[] color) {
            throw new UnsupportedOperationException("no profile");
        }

        @Override
        public float[] fromCIEXYZ(float[] color) {
            throw new UnsupportedOperationException("no profile");
        }
    }

    private static byte[] profile(String colors, Map<String, byte[]> tags) {
        tags.put("desc", description());
        tags.put("cprt", ByteBuffer.allocate(12).put(ascii("text")).array());
        int tableBytes = 4 + 12 * tags.size();
        int size = HEADER_BYTES
                + tableBytes
                + tags.values().stream().mapToInt(t -> t.length).sum();
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(size).putInt(0).putInt(0x02400000);
        out.put(ascii("mntr")).put(ascii(colors)).put(ascii("XYZ "));
        out.position(36).put(ascii("acsp"));
        out.position(68);
        putFixed(out, WHITE);
        out.position(HEADER_BYTES).putInt(tags.size());
        int offset = HEADER_BYTES + tableBytes;
        for (Map.Entry<String, byte[]> tag : tags.entrySet()) {
            out.put(ascii(tag.getKey())).putInt(offset).putInt(tag.getValue().length);
            offset += tag.getValue().length;
        }
        tags.values().forEach(out::put);
        return out.array();
    }

    private static byte[] description() {
        ByteBuffer out = ByteBuffer.allocate(96).put(ascii("desc")).putInt(0).putInt(5);
        return out.put(ascii("test")).array();
    }

    private static byte[] xyz(double... values) {
        ByteBuffer out = ByteBuffer.allocate(20).put(ascii("XYZ ")).putInt(0);
        putFixed(out, values);
        return out.array();
    }

    private static void putFixed(ByteBuffer out, double... values) {
        for (double value : values) {
            out.putInt((int) Math.round(value * 65536));
        }
    }

    private static byte[] gamma(double gamma) {
        ByteBuffer out = ByteBuffer.allocate(16).put(ascii("curv")).putInt(0).putInt(1);
        return out.putShort((short) Math.round(gamma * 256)).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
