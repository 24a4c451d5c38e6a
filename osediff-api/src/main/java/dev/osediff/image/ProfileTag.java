package dev.osediff.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.WritableRaster;
import java.util.List;

/** Says in which RGB space an image's samples are, without touching the samples. */
final class ProfileTag {
    private ProfileTag() {}

    /** Attaches a profile to an RGB image decoded as if it were sRGB; on any misfit warns and returns the image as it is. */
    static BufferedImage attach(BufferedImage image, byte[] profile, List<String> warnings) {
        try {
            ICC_ColorSpace space = new ICC_ColorSpace(ICC_Profile.getInstance(profile));
            if (image.getColorModel() instanceof ComponentColorModel model
                    && model.getNumColorComponents() == 3
                    && space.getType() == ColorSpace.TYPE_RGB) {
                return ColorSpaces.isLikeSrgb(space) ? image : retag(image, model, space);
            }
            if (space.getType() != ColorSpace.TYPE_GRAY) {
                warnings.add("colour profile ignored, it does not fit the kind of picture");
            }
        } catch (RuntimeException e) {
            warnings.add("damaged colour profile ignored: " + e.getMessage());
        }
        return image;
    }

    /** Says sRGB where an RGB image's own profile means nothing else, so that it is an image of a standard type. */
    static BufferedImage simplify(BufferedImage image) {
        if (image.getColorModel() instanceof ComponentColorModel model
                && model.getColorSpace().getType() == ColorSpace.TYPE_RGB
                && !model.getColorSpace().isCS_sRGB()
                && ColorSpaces.isLikeSrgb(model.getColorSpace())) {
            return retag(image, model, ColorSpace.getInstance(ColorSpace.CS_sRGB));
        }
        return image;
    }

    /** Returns an image over the same samples that claims another RGB space. */
    static BufferedImage retag(BufferedImage image, ColorModel model, ColorSpace space) {
        WritableRaster raster = image.getRaster();
        ComponentColorModel tagged = new ComponentColorModel(
                space,
                model.hasAlpha(),
                model.isAlphaPremultiplied(),
                model.getTransparency(),
                raster.getTransferType());
        return new BufferedImage(tagged, raster, tagged.isAlphaPremultiplied(), null);
    }
}
