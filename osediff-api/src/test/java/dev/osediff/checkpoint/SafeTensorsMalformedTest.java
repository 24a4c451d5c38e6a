package dev.osediff.checkpoint;

import static dev.osediff.checkpoint.SafeTensorsBytes.file;
import static dev.osediff.checkpoint.SafeTensorsBytes.tensor;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.osediff.error.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every damaged file is refused at opening, from disk and from memory, with its path, what was expected and what was found. */
class SafeTensorsMalformedTest {
    @TempDir
    Path folder;

    static Stream<Arguments> headers() {
        String nested = "[".repeat(1_000_000);
        return Stream.of(
                arguments("", 8, "no {", "JSON object"),
                arguments("hello", 8, "no {", "JSON object"),
                arguments(" {}", 0, "no {", "JSON object"),
                arguments("\uFEFF{}", 0, "no {", "JSON object"),
                arguments("[1]", 0, "no {", "JSON object"),
                arguments("{", 0, "not valid JSON", "JSON object"),
                arguments("{}{}", 0, "not valid JSON", "JSON object"),
                arguments("{\"a\":" + nested, 0, "not valid JSON", "JSON object"),
                arguments("{\"" + "n".repeat(1 << 20) + "\":1}", 0, "not valid JSON", "JSON object"),
                arguments(
                        "{" + tensor("a", "F32", "1", "0,4") + "," + tensor("a", "F32", "1", "0,4") + "}",
                        4,
                        "Duplicate field 'a'",
                        "JSON object"),
                arguments("{\"__metadata__\":{\"a\":1}}", 0, "other values", "texts"),
                arguments("{\"__metadata__\":\"a\"}", 0, "other values", "texts"),
                arguments("{\"a\":1}", 0, "element type", "F32, F16"),
                arguments(
                        "{\"a\":{\"dtype\":7,\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "element type 7", "F32, F16"),
                arguments(one("F8_E4M3", "1", "0,1"), 1, "F8_E4M3", "F32, F16"),
                arguments(one("f32", "1", "0,4"), 4, "f32", "F32, F16"),
                arguments("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "shape", "list"),
                arguments(one("F32", "-1", "0,4"), 4, "[-1]", "0 to 2147483647"),
                arguments(one("F32", "1.5", "0,6"), 6, "[1.5]", "0 to 2147483647"),
                arguments(one("F32", "\"1\"", "0,4"), 4, "[\"1\"]", "0 to 2147483647"),
                arguments(one("F32", "4294967296,4294967296", "0,0"), 0, "4294967296", "0 to 2147483647"),
                arguments(one("F32", "2147483647,2147483647,2147483647", "0,4"), 4, "2147483647", "fits into memory"),
                arguments("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "data_offsets", "two whole numbers"),
                arguments(one("F32", "1", "0,4,8"), 8, "[0,4,8]", "two whole numbers"),
                arguments(one("F32", "1", "0.0,4.0"), 4, "[0.0,4.0]", "two whole numbers"),
                arguments(one("F32", "1", "-4,0"), 4, "[-4,0]", "4 bytes for shape [1]"),
                arguments(one("F32", "1", "4,0"), 4, "[4,0]", "4 bytes for shape [1]"),
                arguments(
                        one("F32", "1", "18446744073709551616,18446744073709551620"),
                        4,
                        "18446744073709551616",
                        "below 2^63"),
                arguments(one("F32", "1,1,1,1,1,1,1,1,1", "0,4"), 4, "9 axes", "at most 8"),
                arguments(one("F4", "2", "0,1"), 1, "F4", "F32, F16"),
                arguments(one("C64", "1", "0,8"), 8, "C64", "F32, F16"),
                arguments(one("F32", "0,5", "0,4"), 4, "[0,4]", "0 bytes for shape [0,5]"),
                arguments(one("F32", "1,0", "4,4"), 0, "starts at byte 4", "byte 0"),
                arguments(one("F32", "", "0,8"), 8, "[0,8]", "4 bytes for shape []"),
                arguments(one("F32", "1152921504606846976", "0,4"), 4, "1152921504606846976", "0 to 2147483647"),
                arguments(one("I8", "1073741824,1073741824", "0,1152921504606846976"), 4, "4 bytes", "1152921504606"),
                arguments(named("a\\u0000b"), 4, "a control character", "printable"),
                arguments(named("a\\nb"), 4, "a control character", "printable"),
                arguments(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"code\":1}}",
                        4,
                        "4 members",
                        "dtype, shape and data_offsets only"),
                arguments("{\"a\":" + "{\"a\":".repeat(100_000), 0, "not valid JSON", "JSON object"),
                arguments("{\"__metadata__\":{\"a\":[" + "1,".repeat(3_000_000), 0, "not valid JSON", "JSON object"),
                arguments(one("F32", "2", "0,4"), 4, "[0,4]", "8 bytes for shape [2]"),
                arguments(one("F16", "2", "0,8"), 8, "[0,8]", "4 bytes for shape [2]"),
                arguments(one("F32", "1", "4,8"), 8, "starts at byte 4", "byte 0"),
                arguments(one("F32", "2", "0,8"), 4, "4 bytes", "8 bytes, as its header says"),
                arguments(one("F32", "2", "0,8"), 9, "9 bytes", "8 bytes, as its header says"),
                arguments("{}", 1, "1 bytes", "0 bytes, as its header says"),
                arguments(
                        "{" + tensor("a", "F32", "2", "0,8") + "," + tensor("b", "F32", "2", "4,12") + "}",
                        12,
                        "starts at byte 4",
                        "byte 8"),
                arguments(
                        "{" + tensor("a", "F32", "2", "0,8") + "," + tensor("b", "F32", "2", "0,8") + "}",
                        8,
                        "starts at byte 0",
                        "byte 8"),
                arguments(
                        "{" + tensor("a", "F32", "1", "0,4") + "," + tensor("b", "F32", "1", "8,12") + "}",
                        12,
                        "starts at byte 8",
                        "byte 4"));
    }

    private static String named(String name) {
        return "{" + tensor(name, "F32", "1", "0,4") + "}";
    }

    private static String one(String type, String shape, String offsets) {
        return "{" + tensor("a", type, shape, offsets) + "}";
    }

    @ParameterizedTest(name = "[{index}] {2}")
    @MethodSource("headers")
    void aWrongHeaderIsRefused(String header, int dataBytes, String found, String limit) throws IOException {
        assertRefused(file(header, dataBytes), found, limit);
    }

    @Test
    void aHeaderOfAnotherEncodingIsRefused() throws IOException {
        assertRefused(file("{}".getBytes(StandardCharsets.UTF_16LE), 0), "not valid JSON", "JSON object");
        assertRefused(file("{}".getBytes(StandardCharsets.UTF_16BE), 0), "no {", "JSON object");
        assertRefused(file("{\"é\":1}".getBytes(StandardCharsets.ISO_8859_1), 0), "not UTF-8", "JSON object in UTF-8");
    }

    static Stream<Arguments> lengths() {
        return Stream.of(
                arguments(new byte[0], "0 bytes in all", "at least 8 bytes"),
                arguments(new byte[7], "7 bytes in all", "at least 8 bytes"),
                arguments(file(-1, new byte[0], 0), "18446744073709551615", "at most 0"),
                arguments(file(Long.MIN_VALUE, new byte[4], 0), "9223372036854775808", "at most 4"),
                arguments(file(3, "{}".getBytes(StandardCharsets.UTF_8), 0), "3", "at most 2"),
                arguments(file(100_000_001, new byte[100], 0), "100000001", "at most 100"),
                arguments(file(Long.MAX_VALUE, new byte[100], 0), "9223372036854775807", "at most 100"),
                arguments(file(1, "{}".getBytes(StandardCharsets.UTF_8), 0), "not valid JSON", "JSON object"));
    }

    @ParameterizedTest(name = "[{index}] {1}")
    @MethodSource("lengths")
    void aWrongLengthOfTheHeaderIsRefused(byte[] content, String found, String limit) throws IOException {
        assertRefused(content, found, limit);
    }

    @Test
    void everyCutOfAFileIsRefused() {
        byte[] whole = file("{" + tensor("a", "F32", "3", "0,12") + "}", 12);
        SafeTensorsFile.of(whole, "whole").close();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(ModelException.class, () -> SafeTensorsFile.of(cut, "cut"), "cut to " + length);
        }
    }

    private void assertRefused(byte[] content, String found, String limit) throws IOException {
        Path path = folder.resolve("damaged.safetensors");
        Files.write(path, content);
        assertNames(assertThrows(ModelException.class, () -> SafeTensorsFile.open(path)), path, found, limit);
        assertNames(
                assertThrows(ModelException.class, () -> SafeTensorsFile.of(content, path.toString())),
                path,
                found,
                limit);
    }

    private static void assertNames(ModelException refused, Path path, String found, String limit) {
        assertTrue(refused.problem().asked().contains(path.toString()), refused.getMessage());
        assertTrue(refused.problem().found().contains(found), refused.getMessage());
        assertTrue(refused.problem().limit().contains(limit), refused.getMessage());
    }
}
