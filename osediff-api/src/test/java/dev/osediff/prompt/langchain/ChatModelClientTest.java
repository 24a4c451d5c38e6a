package dev.osediff.prompt.langchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.PromptException;
import dev.osediff.prompt.VisionLanguageClient;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any chat model, well-behaved or not. */
@Timeout(60)
class ChatModelClientTest {
    private static final Duration PATIENT = Duration.ofSeconds(40);
    private static final Duration IMPATIENT = Duration.ofMillis(200);
    private static final byte[] PNG = {1, 2, 3};

    private static VisionLanguageClient client(Function<ChatRequest, String> model, Duration limit) {
        return ChatModelClient.of(
                "some/model",
                new ChatModel() {
                    @Override
                    public ChatResponse doChat(ChatRequest request) {
                        return ChatResponse.builder()
                                .aiMessage(AiMessage.from(model.apply(request)))
                                .build();
                    }
                },
                limit);
    }

    private static PromptException failure(RuntimeException thrown) {
        return assertThrows(PromptException.class, () -> client(
                        request -> {
                            throw thrown;
                        },
                        PATIENT)
                .answer("What?", PNG));
    }

    @Test
    void thePictureAndTheInstructionAreGiven() {
        AtomicReference<ChatRequest> asked = new AtomicReference<>();
        VisionLanguageClient client = client(
                request -> {
                    asked.set(request);
                    return "A cat.";
                },
                PATIENT);
        assertEquals("A cat.", client.answer("What?", PNG));
        assertEquals("some/model", client.name());
        UserMessage message = (UserMessage) asked.get().messages().get(0);
        assertEquals("What?", ((TextContent) message.contents().get(0)).text());
        assertEquals("AQID", ((ImageContent) message.contents().get(1)).image().base64Data());
        assertEquals(
                "image/png", ((ImageContent) message.contents().get(1)).image().mimeType());
    }

    @Test
    void causesAreFoundUnderTheirWrapping() {
        assertTrue(failure(new RateLimitException(new HttpException(429, "slow\r\ndown")))
                .getMessage()
                .contains("HTTP status 429: slow down"));
        assertTrue(failure(new RuntimeException(new IOException(new SocketTimeoutException("read"))))
                .getMessage()
                .contains("no answer in time"));
        assertTrue(failure(new RuntimeException(new UnknownHostException("nowhere.invalid")))
                .getMessage()
                .contains("no connection: nowhere.invalid"));
        IllegalStateException other = new IllegalStateException("odd");
        PromptException wrapped = failure(other);
        assertTrue(wrapped.getMessage().contains("IllegalStateException: odd"), wrapped.getMessage());
        assertSame(other, wrapped.getCause());
    }

    @Test
    void errorsOfTheMachineStayErrors() {
        StackOverflowError error = new StackOverflowError();
        VisionLanguageClient client = client(
                request -> {
                    throw error;
                },
                PATIENT);
        assertSame(error, assertThrows(StackOverflowError.class, () -> client.answer("What?", PNG)));
    }

    @Test
    void aModelThatNeverAnswersIsLeftAndInterrupted() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicBoolean asked = new AtomicBoolean();
        VisionLanguageClient client = client(
                request -> {
                    asked.set(true);
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return "";
                },
                IMPATIENT);
        // A thread that starts only after the time limit asks nobody.
        while (!asked.get()) {
            PromptException late = assertThrows(PromptException.class, () -> client.answer("What?", PNG));
            assertTrue(
                    late.getMessage().contains("no answer in time; limit: an answer within 0.2 s"), late.getMessage());
        }
        interrupted.await();
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        VisionLanguageClient client = client(
                request -> {
                    throw new AssertionError("asked");
                },
                PATIENT);
        Thread.currentThread().interrupt();
        PromptException interrupted = assertThrows(PromptException.class, () -> client.answer("What?", PNG));
        assertTrue(Thread.interrupted());
        assertTrue(interrupted.getMessage().contains("an interrupt"), interrupted.getMessage());
    }

    @Test
    void anInterruptWhileWaitingReachesTheServersConnection() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        try (ScriptedServer server = ScriptedServer.start(out -> {
            asked.countDown();
            never.await();
        })) {
            VisionLanguageClient client = OllamaModel.client(server.url(), "llava", PATIENT);
            Thread caller = new Thread(() -> {
                thrown.set(assertThrows(PromptException.class, () -> client.answer("What?", PNG)));
                flag.set(Thread.currentThread().isInterrupted());
            });
            caller.start();
            asked.await();
            caller.interrupt();
            caller.join();
        }
        assertTrue(
                thrown.get().getMessage().contains("an interrupt"), thrown.get().getMessage());
        assertTrue(flag.get());
    }

    @Test
    void modelsThatDoNotEndDoNotGatherThreads() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        VisionLanguageClient client = client(
                request -> {
                    asked.incrementAndGet();
                    boolean ended = false;
                    while (!ended) {
                        try {
                            end.await();
                            ended = true;
                        } catch (InterruptedException e) {
                            ended = false;
                        }
                    }
                    return "A cat.";
                },
                Duration.ofMillis(50));
        // A thread that starts only after the time limit asks nobody.
        while (asked.get() < ChatModelClient.MOST_CALLS) {
            assertThrows(PromptException.class, () -> client.answer("What?", PNG));
        }
        PromptException busy = assertThrows(PromptException.class, () -> client.answer("What?", PNG));
        assertTrue(busy.getMessage().contains("8 calls that do not end"), busy.getMessage());
        assertEquals(ChatModelClient.MOST_CALLS, asked.get());
        end.countDown();
        String answer = "";
        while (answer.isEmpty()) {
            try {
                answer = client.answer("What?", PNG);
            } catch (PromptException e) {
                assertFalse(answer.contains("cat"));
            }
        }
        assertEquals("A cat.", answer);
    }

    @Test
    void timeLimitsOutOfRangeAreRefused() {
        assertThrows(InvalidOptionException.class, () -> client(request -> "", Duration.ZERO));
        assertThrows(InvalidOptionException.class, () -> client(request -> "", Duration.ofDays(400)));
    }
}
