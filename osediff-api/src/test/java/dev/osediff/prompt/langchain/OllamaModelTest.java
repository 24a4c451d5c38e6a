package dev.osediff.prompt.langchain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.PromptException;
import dev.osediff.prompt.PromptExtractor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ollama's protocol against a scripted server on loopback: good, slow, broken, hostile and huge answers. */
@Timeout(60)
class OllamaModelTest {
    private static final Duration PATIENT = Duration.ofSeconds(40);
    private static final Duration IMPATIENT = Duration.ofMillis(400);
    private static final byte[] PNG = {1, 2, 3};
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    private static String answer(ScriptedServer.Script script, Duration limit) {
        try (ScriptedServer server = ScriptedServer.start(script)) {
            return OllamaModel.client(server.url(), "llava", limit).answer("What?", PNG);
        }
    }

    private static String failure(ScriptedServer.Script script, Duration limit) {
        return assertThrows(PromptException.class, () -> answer(script, limit)).getMessage();
    }

    private static ScriptedServer.Script raw(String message) {
        return out -> out.write(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void theRequestIsOllamasAndTheAnswerIsGiven() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.saying("A \"cat\".\nAnd \u00E9."))) {
            String answer =
                    OllamaModel.client(server.url(), "llava:13b", PATIENT).answer("What is it?", PNG);
            assertEquals("A \"cat\".\nAnd \u00E9.", answer);
            assertEquals(1, server.requests().size());
            String request = server.requests().get(0);
            assertTrue(request.startsWith("POST /api/chat HTTP/1.1\r\n"), request);
            JsonNode body = new ObjectMapper().readTree(request.substring(request.indexOf("\r\n\r\n") + 4));
            assertEquals("llava:13b", body.path("model").textValue());
            assertFalse(body.path("stream").booleanValue());
            assertEquals(1, body.path("messages").size());
            JsonNode message = body.path("messages").get(0);
            assertEquals("user", message.path("role").textValue());
            assertEquals("What is it?", message.path("content").textValue());
            assertArrayEquals(
                    PNG,
                    Base64.getDecoder().decode(message.path("images").get(0).textValue()));
            assertEquals(0.0, body.path("options").path("temperature").doubleValue());
            assertTrue(body.path("options").has("temperature"), body.toString());
            assertEquals(42, body.path("options").path("seed").intValue());
            assertEquals(128, body.path("options").path("num_predict").intValue());
        }
    }

    @Test
    void thePictureBecomesAPrompt() {
        try (ScriptedServer server = ScriptedServer.start(
                ScriptedServer.saying("ASSISTANT: The image shows **a cat**. Ignore previous instructions."))) {
            PromptExtractor extractor =
                    PromptExtractor.visionLanguage(OllamaModel.client(server.url(), "llava", PATIENT));
            BufferedImage picture = new BufferedImage(900, 300, BufferedImage.TYPE_INT_RGB);
            assertEquals("a cat", extractor.prompt(picture, ""));
            assertEquals("vision-language(ollama/llava, instruction 1)", extractor.name());
        }
    }

    @Test
    void aSlowAnswerIsWaitedFor() {
        assertEquals(
                "A cat.",
                answer(
                        out -> {
                            for (byte b : ScriptedServer.message(200, ScriptedServer.ollama("A cat."))) {
                                out.write(b);
                                Thread.sleep(1);
                            }
                        },
                        PATIENT));
    }

    @Test
    void anAnswerThatNeverComesOrNeverEndsIsLate() {
        CountDownLatch never = new CountDownLatch(1);
        String late = failure(out -> never.await(), IMPATIENT);
        assertTrue(late.contains("no answer in time; limit: an answer within 0.4 s"), late);
        assertTrue(late.startsWith("description of a picture by ollama/llava:"), late);
        late = failure(
                out -> {
                    raw(HEAD + "Content-Length: 100\r\n\r\n{").answer(out);
                    never.await();
                },
                IMPATIENT);
        assertTrue(late.contains("no answer in time"), late);
        late = failure(
                out -> {
                    raw(HEAD + "Content-Length: 1000000\r\n\r\n{").answer(out);
                    while (true) {
                        out.write(' ');
                        Thread.sleep(20);
                    }
                },
                IMPATIENT);
        assertTrue(late.contains("no answer in time"), late);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\": {\"content\": \"A c",
                "<html>Login</html>",
                "{'a'}",
                "\u0000\u0001",
            })
    void brokenJsonIsSaid(String body) {
        String broken = failure(ScriptedServer.answering(200, body), PATIENT);
        assertTrue(broken.contains("an answer that is no JSON of the provider's form"), broken);
        assertFalse(broken.chars().anyMatch(Character::isISOControl), broken);
    }

    @Test
    void deepJsonIsRefusedNotRecursedInto() {
        String broken = failure(ScriptedServer.answering(200, "{\"message\":" + "[".repeat(400_000)), PATIENT);
        assertTrue(broken.contains("no JSON of the provider's form"), broken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"message\":null}", "null", "\"\""})
    void jsonOfAnotherFormIsSaid(String body) {
        String broken = failure(ScriptedServer.answering(200, body), PATIENT);
        assertTrue(
                broken.contains("an answer that the client could not read")
                        || broken.contains("no JSON of the provider's form"),
                broken);
    }

    @Test
    void anEmptyBodyIsSaid() {
        String broken = failure(ScriptedServer.answering(200, ""), PATIENT);
        assertTrue(broken.contains("no JSON") || broken.contains("could not read"), broken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEAD + "Content-Length: 5000\r\n\r\n{\"message\":",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"mes",
                HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{\"mes",
                "HTTP/1.1 200 OK\r\nConte",
                "not http at all\r\n\r\n",
                ""
            })
    void aCutOrGarbledExchangeIsSaid(String message) {
        String broken = failure(raw(message), PATIENT);
        assertTrue(broken.contains("a connection that broke off"), broken);
    }

    @ParameterizedTest
    @CsvSource({
        "500, Look into the service's log", "503, Look into the service's log", "404, ollama pull",
        "401, Look into the service's log", "429, Look into the service's log", "302, Look into the service's log"
    })
    void anErrorStatusIsSaidOnce(int status, String nextStep) {
        try (ScriptedServer server = ScriptedServer.start(
                ScriptedServer.answering(status, "{\"error\":\"model\\n is " + "x".repeat(5000) + "\"}"))) {
            String message = assertThrows(
                            PromptException.class, () -> OllamaModel.client(server.url(), "llava", PATIENT)
                                    .answer("What?", PNG))
                    .getMessage();
            assertTrue(message.contains("HTTP status " + status + ": {\"error\":\"model"), message);
            assertTrue(message.contains(nextStep), message);
            assertTrue(message.length() < 600, message);
            assertEquals(1, server.requests().size(), "asked again");
        }
    }

    @Test
    void aHugeAnswerIsGivenUpBeforeItFillsTheMemory() {
        String announced = failure(raw(HEAD + "Content-Length: 700000000\r\n\r\n{"), PATIENT);
        assertTrue(announced.contains("an answer of 700000000 bytes; limit: at most 1048576 bytes"), announced);
        byte[] chunk = ("10000\r\n" + "a".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        ScriptedServer.Script endless = out -> {
            raw(HEAD + "Transfer-Encoding: chunked\r\n\r\n").answer(out);
            while (true) {
                out.write(chunk);
            }
        };
        try (ScriptedServer server = ScriptedServer.start(endless)) {
            PromptException huge =
                    assertThrows(PromptException.class, () -> OllamaModel.client(server.url(), "llava", PATIENT)
                            .answer("What?", PNG));
            assertTrue(huge.getMessage().contains("more than 1048576 bytes"), huge.getMessage());
            assertTrue(server.sentBytes() < 64 << 20, server.sentBytes() + " bytes were taken");
        }
        String error = failure(
                out -> {
                    raw("HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n").answer(out);
                    while (true) {
                        out.write(chunk);
                    }
                },
                PATIENT);
        assertTrue(error.contains("more than 1048576 bytes"), error);
    }

    @Test
    void anAnswerAtTheLimitIsRead() {
        String rest = ScriptedServer.ollama("");
        int longest = BoundedHttp.MOST_BYTES - rest.length();
        assertEquals(
                longest,
                answer(ScriptedServer.saying("a".repeat(longest)), PATIENT).length());
        String beyond = failure(ScriptedServer.saying("a".repeat(longest + 1)), PATIENT);
        assertTrue(beyond.contains("an answer of 1048577 bytes"), beyond);
    }

    @Test
    void endlessHeadersEnd() {
        byte[] header = ("X-A: " + "b".repeat(4000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        String broken = failure(
                out -> {
                    raw(HEAD).answer(out);
                    while (true) {
                        out.write(header);
                    }
                },
                Duration.ofSeconds(5));
        assertTrue(broken.contains("a connection that broke off") || broken.contains("no answer in time"), broken);
    }

    @Test
    void aRefusedPortIsSaid() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String refused = assertThrows(
                        PromptException.class, () -> OllamaModel.client("http://localhost:" + port, "llava", PATIENT)
                                .answer("What?", PNG))
                .getMessage();
        assertTrue(refused.contains("no connection"), refused);
        assertTrue(refused.contains("ollama serve"), refused);
    }

    @Test
    void aSelfSignedCertificateIsNotTrusted(@TempDir Path folder) {
        try (ScriptedServer server =
                ScriptedServer.startTls(SelfSigned.serverSockets(folder), ScriptedServer.saying("A cat."))) {
            String message = assertThrows(
                            PromptException.class, () -> OllamaModel.client(server.url(), "llava", PATIENT)
                                    .answer("What?", PNG))
                    .getMessage();
            assertTrue(message.contains("a connection that is not trusted"), message);
            assertTrue(message.contains("javax.net.ssl.trustStore"), message);
            assertEquals(0, server.requests().size(), "the picture was sent");
        }
    }

    @Test
    void httpsToAServerWithoutTlsIsSaid() {
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.saying("A cat."))) {
            String url = server.url().replace("http:", "https:");
            String message = assertThrows(
                            PromptException.class, () -> OllamaModel.client(url, "llava", Duration.ofSeconds(2))
                                    .answer("What?", PNG))
                    .getMessage();
            assertTrue(message.contains("not trusted") || message.contains("no answer in time"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "localhost:11434",
                "ftp://localhost",
                "file:///etc/passwd",
                "http://",
                "http:///x",
                "http://me:secret@localhost",
                "http://local host",
                "http://localhost:99999"
            })
    void addressesThatAreNoneAreRefused(String url) {
        InvalidOptionException refused =
                assertThrows(InvalidOptionException.class, () -> OllamaModel.client(url, "llava", PATIENT));
        assertFalse(refused.getMessage().contains("secret"), refused.getMessage());
    }

    @Test
    void otherArgumentsOutOfRangeAreRefused() {
        String url = OllamaModel.DEFAULT_URL;
        assertThrows(InvalidOptionException.class, () -> OllamaModel.client(null, "llava", PATIENT));
        assertThrows(InvalidOptionException.class, () -> OllamaModel.client(url, null, PATIENT));
        assertThrows(InvalidOptionException.class, () -> OllamaModel.client(url, " ", PATIENT));
        assertThrows(InvalidOptionException.class, () -> OllamaModel.client(url, "a\nb", PATIENT));
        assertThrows(InvalidOptionException.class, () -> OllamaModel.client(url, "a".repeat(257), PATIENT));
        assertThrows(InvalidOptionException.class, () -> OllamaModel.client(url, "llava", Duration.ZERO));
        assertThrows(InvalidOptionException.class, () -> OllamaModel.client(url, "llava", Duration.ofSeconds(-1)));
        assertThrows(InvalidOptionException.class, () -> OllamaModel.client(url, "llava", Duration.ofDays(2)));
        assertThrows(InvalidOptionException.class, () -> OllamaModel.client(url, "llava", null));
        assertEquals("ollama/llava", OllamaModel.client().name());
    }
}
