package dev.osediff.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.PromptException;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptExtractorTest {
    private static final BufferedImage PICTURE = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);

    private static PromptExtractor tags(String... tags) {
        return tags(Arrays.asList(tags));
    }

    private static PromptExtractor tags(List<String> tags) {
        return PromptExtractor.tags(new PictureTagger() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public List<String> tags(BufferedImage picture) {
                return tags;
            }
        });
    }

    @Test
    void tagsAreComposedAsTheReferenceDoes() {
        assertEquals("cat, grass, sit, ,", tags("cat", "grass", "sit").prompt(PICTURE, ""));
        assertEquals("cat, a red ball,", tags("cat").prompt(PICTURE, "a red ball"));
        assertEquals("a red ball", tags().prompt(PICTURE, "a red ball"));
        assertEquals("tags test", tags().name());
        assertTrue(tags().readsPicture());
        assertFalse(tags().writesSentences());
        assertTrue(PromptExtractor.visionLanguage(client()).writesSentences());
    }

    private static VisionLanguageClient client() {
        return new VisionLanguageClient() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public String answer(String instruction, byte[] png) {
                return "A cat.";
            }
        };
    }

    @Test
    void textsAreFollowedByTheUsersWords() {
        assertEquals("", PromptExtractor.none().prompt(null, ""));
        assertEquals("a cat", PromptExtractor.none().prompt(null, "a cat"));
        assertEquals("cat, grass, ,", PromptExtractor.text("cat, grass, ,").prompt(null, ""));
        assertEquals("a cat, sharp", PromptExtractor.text("a cat").prompt(null, "sharp"));
        assertEquals("sharp", PromptExtractor.text("").prompt(null, "sharp"));
        assertFalse(PromptExtractor.text("a cat").readsPicture());
        assertThrows(InvalidOptionException.class, () -> PromptExtractor.text(null));
        assertThrows(InvalidOptionException.class, () -> PromptExtractor.text("a".repeat(1 << 20)));
    }

    @ParameterizedTest
    @CsvSource({"7, 8", "8, 7", "1, 1", "4000, 2"})
    void aPictureOfLessThan8PixelsHasNoTags(int width, int height) {
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        PromptException e =
                assertThrows(PromptException.class, () -> tags("cat").prompt(small, ""));
        assertTrue(e.getMessage().contains(width + " x " + height), e.getMessage());
    }

    @Test
    void tagsThatAreNoneAreRefused() {
        assertThrows(PromptException.class, () -> tags((List<String>) null).prompt(PICTURE, ""));
        assertThrows(PromptException.class, () -> tags("cat", null).prompt(PICTURE, ""));
        PromptException e = assertThrows(PromptException.class, () -> tags(Collections.nCopies(1 << 20, "cat"))
                .prompt(PICTURE, ""));
        assertTrue(e.getMessage().contains("1048576 tags"), e.getMessage());
    }
}
