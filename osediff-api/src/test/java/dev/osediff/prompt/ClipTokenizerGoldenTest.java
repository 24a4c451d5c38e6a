package dev.osediff.prompt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tokenizer against the reference library; see the fixture's README. */
class ClipTokenizerGoldenTest {
    @ParameterizedTest
    @CsvSource({"stable-diffusion-2, 0, 450", "stable-diffusion-2-normalized, 0, 20", "clip, 49407, 20"})
    void givesTheIdsOfTheReference(String setting, int pad, int leastCases) throws IOException {
        ClipTokenizer tokenizer = TestTokenizers.named(setting);
        JsonNode cases = new ObjectMapper()
                .readTree(TestTokenizers.resource("cases.json"))
                .get(setting);
        assertTrue(cases.size() > leastCases, "cases: " + cases.size());
        for (JsonNode one : cases) {
            String text = one.get("text").asText().repeat(one.get("times").asInt());
            int[] ids = StreamSupport.stream(one.get("ids").spliterator(), false)
                    .mapToInt(JsonNode::asInt)
                    .toArray();
            int[] padded = Arrays.copyOf(ids, 77);
            Arrays.fill(padded, ids.length, padded.length, pad);
            Tokens found = tokenizer.encode(text);
            assertArrayEquals(padded, found.ids(), () -> "ids of " + one + ", found " + found);
            assertEquals(ids.length, found.used(), one::toString);
            assertEquals(one.get("truncated").asBoolean(), found.truncated(), one::toString);
        }
    }
}
