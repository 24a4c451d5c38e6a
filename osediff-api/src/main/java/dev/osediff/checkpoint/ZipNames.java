package dev.osediff.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Which names an entry of a zip archive may have: relative paths that stay inside. */
final class ZipNames {
    private ZipNames() {}

    /** Decodes and checks a name. */
    static String decode(byte[] bytes, Refusals refusals) {
        String name;
        try {
            name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            String shown = Refusals.shown(new String(bytes, StandardCharsets.ISO_8859_1));
            throw refusals.of("zip entry " + shown, "a name that is not UTF-8", "UTF-8", e);
        }
        if (!isRelative(name)) {
            throw refusals.of(
                    "zip entry " + Refusals.shown(name),
                    "a name that may leave the archive",
                    "a relative path with / only and without ..");
        }
        return name;
    }

    private static boolean isRelative(String name) {
        return !name.isEmpty()
                && !name.startsWith("/")
                && name.indexOf('\\') < 0
                && name.indexOf(':') < 0
                && TensorNames.isPrintable(name)
                && Arrays.stream(name.split("/", -1)).noneMatch(part -> part.equals("..") || part.equals("."));
    }
}
