package dev.osediff.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.NodeList;

/** Edits an encoder's metadata: full chroma resolution for JPEG, and the colour profile for JPEG and PNG (TIFF's takes it from the image). */
final class EncoderMetadata {
    private static final int APP2 = 0xe2;
    private static final int MAX_ICC_BYTES_PER_SEGMENT = 65_519;
    private static final byte[] ICC_NAME = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

    private EncoderMetadata() {}

    /** {@code profile} may be null. */
    static void edit(IIOMetadata metadata, OutputFormat format, byte[] profile) throws IOException {
        switch (format) {
            case JPEG -> editJpeg(metadata, profile);
            case PNG -> {
                if (profile != null) {
                    addPngProfile(metadata, profile);
                }
            }
            case TIFF, BMP -> {}
        }
    }

    private static void editJpeg(IIOMetadata metadata, byte[] profile) throws IOException {
        String format = metadata.getNativeMetadataFormatName();
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
        NodeList components = root.getElementsByTagName("componentSpec");
        for (int i = 0; i < components.getLength(); i++) {
            IIOMetadataNode component = (IIOMetadataNode) components.item(i);
            component.setAttribute("HsamplingFactor", "1");
            component.setAttribute("VsamplingFactor", "1");
        }
        if (profile != null) {
            IIOMetadataNode sequence = (IIOMetadataNode)
                    root.getElementsByTagName("markerSequence").item(0);
            int segments = (profile.length + MAX_ICC_BYTES_PER_SEGMENT - 1) / MAX_ICC_BYTES_PER_SEGMENT;
            for (int segment = segments; segment >= 1; segment--) {
                sequence.insertBefore(profileSegment(profile, segment, segments), sequence.getFirstChild());
            }
        }
        metadata.setFromTree(format, root);
    }

    /** One APP2 segment: name, number from 1, count, part (ICC.1, annex B.4). */
    private static IIOMetadataNode profileSegment(byte[] profile, int segment, int segments) throws IOException {
        int begin = (segment - 1) * MAX_ICC_BYTES_PER_SEGMENT;
        int end = Math.min(profile.length, begin + MAX_ICC_BYTES_PER_SEGMENT);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(ICC_NAME);
        body.write(segment);
        body.write(segments);
        body.write(Arrays.copyOfRange(profile, begin, end));
        IIOMetadataNode node = new IIOMetadataNode("unknown");
        node.setAttribute("MarkerTag", String.valueOf(APP2));
        node.setUserObject(body.toByteArray());
        return node;
    }

    private static void addPngProfile(IIOMetadata metadata, byte[] profile) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(profile);
        }
        IIOMetadataNode node = new IIOMetadataNode("iCCP");
        node.setAttribute("profileName", "ICC profile");
        node.setAttribute("compressionMethod", "deflate");
        node.setUserObject(deflated.toByteArray());
        IIOMetadataNode root = new IIOMetadataNode(metadata.getNativeMetadataFormatName());
        root.appendChild(node);
        metadata.mergeTree(metadata.getNativeMetadataFormatName(), root);
    }
}
