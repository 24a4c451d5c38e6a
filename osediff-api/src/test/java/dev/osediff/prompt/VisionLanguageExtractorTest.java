package dev.osediff.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.error.PromptException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class VisionLanguageExtractorTest {
    /** Answers the same always and keeps what it was asked. */
    private static final class Scripted implements VisionLanguageClient {
        private final String answer;
        private String instruction;
        private byte[] png;

        Scripted(String answer) {
            this.answer = answer;
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public String answer(String asked, byte[] picture) {
            instruction = asked;
            png = picture;
            return answer;
        }

        BufferedImage sent() throws IOException {
            return ImageIO.read(new ByteArrayInputStream(png));
        }
    }

    private static BufferedImage picture(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0xFF000000 | x * 255 / width << 16 | y * 255 / height << 8 | 64);
            }
        }
        return image;
    }

    private static String prompt(String answer, String words) {
        return PromptExtractor.visionLanguage(new Scripted(answer))
                .prompt(picture(16, 16, BufferedImage.TYPE_INT_RGB), words);
    }

    @Test
    void theSentenceIsThePromptAndTheUsersWordsComeFirst() {
        assertEquals("a cat on a mat", prompt("The image shows a cat on a mat.", ""));
        assertEquals("my cat Tom, a cat on a mat", prompt("The image shows a cat on a mat.", "my cat Tom"));
    }

    @Test
    void aSmallPictureIsSentAsItIs() throws IOException {
        Scripted client = new Scripted("A cat.");
        BufferedImage picture = picture(60, 40, BufferedImage.TYPE_INT_RGB);
        PromptExtractor extractor = PromptExtractor.visionLanguage(client);
        extractor.prompt(picture, "");
        BufferedImage sent = client.sent();
        assertEquals(60, sent.getWidth());
        assertEquals(40, sent.getHeight());
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 60; x++) {
                assertEquals(picture.getRGB(x, y), sent.getRGB(x, y));
            }
        }
        assertTrue(client.instruction.contains("one sentence"), client.instruction);
        assertTrue(extractor.readsPicture());
        assertEquals("vision-language(scripted, instruction 1)", extractor.name());
    }

    @Test
    void aLargePictureIsReducedAndKeepsItsForm() throws IOException {
        Scripted client = new Scripted("A cat.");
        PromptExtractor.visionLanguage(client).prompt(picture(1344, 1000, BufferedImage.TYPE_INT_RGB), "");
        BufferedImage sent = client.sent();
        assertEquals(672, sent.getWidth());
        assertEquals(500, sent.getHeight());
        int middle = sent.getRGB(336, 250);
        assertEquals(128, middle >> 16 & 255, 2);
        assertEquals(128, middle >> 8 & 255, 2);
        PromptExtractor.visionLanguage(client).prompt(picture(20_000, 8, BufferedImage.TYPE_INT_RGB), "");
        assertEquals(672, client.sent().getWidth());
        assertEquals(1, client.sent().getHeight());
    }

    @Test
    void alphaGreyAndSixteenBitsAreSentOpaque() throws IOException {
        for (int type : new int[] {
            BufferedImage.TYPE_INT_ARGB,
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_USHORT_GRAY,
            BufferedImage.TYPE_4BYTE_ABGR_PRE
        }) {
            Scripted client = new Scripted("A cat.");
            PromptExtractor.visionLanguage(client).prompt(picture(32, 32, type), "");
            assertFalse(client.sent().getColorModel().hasAlpha());
            assertEquals(8, client.sent().getColorModel().getComponentSize(0));
        }
    }

    @Test
    void whatIsNoDescriptionIsRefusedAndQuoted() {
        PromptException refusal = assertThrows(
                PromptException.class,
                () -> prompt("I'm sorry, I can't help with <b>that</b>.\nReally. " + "x".repeat(99), ""));
        assertTrue(
                refusal.getMessage().contains("\"I'm sorry, I can't help with that. Really. xxx"),
                refusal.getMessage());
        assertTrue(refusal.getMessage().contains("xxx...\""), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("by scripted"), refusal.getMessage());
        assertTrue(assertThrows(PromptException.class, () -> prompt("", ""))
                .getMessage()
                .contains("an empty answer"));
        assertTrue(assertThrows(PromptException.class, () -> prompt(null, ""))
                .getMessage()
                .contains("an empty answer"));
        assertTrue(assertThrows(PromptException.class, () -> prompt("\u0000\n", "words"))
                .getMessage()
                .contains("an answer without words"));
    }

    @Test
    void picturesThatAreTooSmallAreRefusedBeforeAsking() {
        Scripted client = new Scripted("A cat.");
        PromptExtractor extractor = PromptExtractor.visionLanguage(client);
        PromptException small = assertThrows(
                PromptException.class, () -> extractor.prompt(picture(7, 100, BufferedImage.TYPE_INT_RGB), ""));
        assertTrue(small.getMessage().contains("7 x 100 pixels"), small.getMessage());
        assertThrows(PromptException.class, () -> extractor.prompt(null, ""));
        assertThrows(InvalidOptionException.class, () -> prompt("A cat.", null));
        assertThrows(InvalidOptionException.class, () -> prompt("A cat.", "w".repeat(1_000_001)));
    }

    @Test
    void aClientsFailureKeepsItsTypeOrGetsOne() {
        PromptException typed = new PromptException(new Problem("a", "b", "c", "d"));
        assertSame(typed, assertThrows(PromptException.class, () -> failing(typed)));
        IllegalStateException other = new IllegalStateException("broken");
        PromptException wrapped = assertThrows(PromptException.class, () -> failing(other));
        assertSame(other, wrapped.getCause());
        assertTrue(wrapped.getMessage().contains("IllegalStateException: broken"), wrapped.getMessage());
    }

    private static void failing(RuntimeException failure) {
        VisionLanguageClient client = new VisionLanguageClient() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public String answer(String instruction, byte[] png) {
                throw failure;
            }
        };
        PromptExtractor.visionLanguage(client).prompt(picture(16, 16, BufferedImage.TYPE_INT_RGB), "");
    }
}
