package dev.osediff.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidOptionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClauseCutTest {
    private final ClipTokenizer tokenizer = TestTokenizers.named("stable-diffusion-2");

    private static String characters(String text, int most) {
        return ClauseCut.fit(text, cut -> cut.length() <= most);
    }

    @Test
    void whatFitsStaysAsItIs() {
        String reference = "cat, photo, ,";
        assertEquals(reference, tokenizer.fitted(reference));
        assertEquals("", tokenizer.fitted(""));
        String full = "cat ".repeat(75);
        assertEquals(full, tokenizer.fitted(full));
    }

    @Test
    void aLongPromptEndsWithItsLastClauseThatFits() {
        String clause = "a photo of a cat";
        String text = (clause + ", ").repeat(20);
        String cut = tokenizer.fitted(text);
        assertEquals((clause + ", ").repeat(11) + clause, cut);
        assertFalse(tokenizer.encode(cut).truncated());
        assertEquals(12 * 5 + 11 + 2, tokenizer.encode(cut).used());
        assertTrue(tokenizer.encode(cut + ", " + clause).truncated());
    }

    @ParameterizedTest
    @CsvSource({
        "'a dog, a cat and a bird', 14, 'a dog, a cat'",
        "'a dog, a cat and a bird', 11, 'a dog'",
        "'a dog; a cat, a bird', 14, 'a dog; a cat'",
        "'at 10:30 a red train leaves: steam', 30, 'at 10:30 a red train leaves'",
        "'a wide street in rain. It is night', 26, 'a wide street in rain'",
        "'yes, a street with many wet houses', 28, 'yes, a street with many wet'",
        "'一只黑猫，坐在窗台上，看着外面', 12, '一只黑猫，坐在窗台上'",
        "'one two three', 2, ''",
        "'unbreakable', 5, ''",
        "', , ,', 3, ''"
    })
    void endsWithAClauseElseWithAWord(String text, int most, String expected) {
        assertEquals(expected, characters(text, most));
    }

    @Test
    void asksSeldom() {
        AtomicInteger asked = new AtomicInteger();
        String text = "a, ".repeat(300_000);
        String cut = ClauseCut.fit(text, candidate -> {
            asked.incrementAndGet();
            return candidate.length() <= 100;
        });
        assertEquals("a, ".repeat(33) + "a", cut);
        assertTrue(asked.get() < 60, asked.toString());
    }

    @Test
    void aPromptThatNoTokenizerTakesIsRefused() {
        assertThrows(InvalidOptionException.class, () -> tokenizer.fitted(null));
        assertThrows(InvalidOptionException.class, () -> tokenizer.fitted("a".repeat(1_000_001)));
    }
}
