package dev.osediff.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.osediff.error.InvalidOptionException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferencePromptTest {
    @Test
    void joinsTagsAndWords() {
        assertEquals("cat, grass, sit, ,", ReferencePrompt.compose(List.of("cat", "grass", "sit"), ""));
        assertEquals("cat, a sharp photo,", ReferencePrompt.compose(List.of("cat"), "a sharp photo"));
    }

    @Test
    void withoutTagsItIsWhatTheUserGives() {
        assertEquals("", ReferencePrompt.compose(List.of(), ""));
        assertEquals(" a cat ", ReferencePrompt.compose(List.of(), " a cat "));
    }

    @Test
    void refusesNull() {
        for (List<String> tags : Arrays.<List<String>>asList(null, Arrays.asList("cat", null))) {
            assertThrows(InvalidOptionException.class, () -> ReferencePrompt.compose(tags, ""));
        }
        assertThrows(InvalidOptionException.class, () -> ReferencePrompt.compose(List.of(), null));
    }
}
