package dev.osediff.image;

/**
 * What a picture file says of itself before it is decoded.
 *
 * @param format by content, not by name: "png", "jpeg", "gif", "bmp", "tiff" or a plug-in's name in lower case
 * @param width stored width in pixels
 * @param height stored height in pixels
 * @param orientation how the stored picture is turned to stand upright
 */
public record ImageHeader(String format, int width, int height, Orientation orientation) {
    /** Returns the width in pixels of the upright picture. */
    public int uprightWidth() {
        return orientation.swapsAxes() ? height : width;
    }

    /** Returns the height in pixels of the upright picture. */
    public int uprightHeight() {
        return orientation.swapsAxes() ? width : height;
    }
}
