package dev.osediff.prompt.langchain;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ServerSocketFactory;

/** An HTTP server on loopback that sends whatever bytes a script says, and keeps what it was asked. */
final class ScriptedServer implements AutoCloseable {
    private static final int BACKLOG = 16;

    private final ServerSocket server;
    private final String scheme;
    private final Script script;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();

    /** Answers one request. */
    @FunctionalInterface
    interface Script {
        /** Writes the whole HTTP answer, the status line included. */
        void answer(OutputStream out) throws IOException, InterruptedException;
    }

    private ScriptedServer(ServerSocketFactory factory, String scheme, Script script) {
        this.scheme = scheme;
        this.script = script;
        try {
            server = factory.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    static ScriptedServer start(Script script) {
        return new ScriptedServer(ServerSocketFactory.getDefault(), "http", script);
    }

    static ScriptedServer startTls(ServerSocketFactory factory, Script script) {
        return new ScriptedServer(factory, "https", script);
    }

    /** Returns a script of an answer with its length. */
    static Script answering(int status, String body) {
        return out -> out.write(message(status, body));
    }

    /** Returns a script of Ollama's answer with a text. */
    static Script saying(String text) {
        return answering(200, ollama(text));
    }

    static String ollama(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "{\"model\":\"llava\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\","
                + "\"content\":\"" + escaped + "\"},\"done_reason\":\"stop\",\"done\":true,\"total_duration\":5,"
                + "\"prompt_eval_count\":7,\"eval_count\":9}";
    }

    static byte[] message(int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(("HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: "
                        + bytes.length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(bytes);
        return message.toByteArray();
    }

    String url() {
        return scheme + "://localhost:" + server.getLocalPort();
    }

    /** Returns the requests so far: head and body. */
    List<String> requests() {
        return requests;
    }

    /** Returns the bytes that the system took from the script. */
    long sentBytes() {
        return sent.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            requests.add(read(new BufferedInputStream(socket.getInputStream())));
            script.answer(counted(socket.getOutputStream()));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The client hung up, which some tests want it to.
            open.remove(socket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private OutputStream counted(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b});
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                out.write(bytes, from, count);
                out.flush();
                sent.addAndGet(count);
            }
        };
    }

    private static String read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("hung up");
            }
            head.append((char) c);
        }
        int length = 0;
        for (String line : head.toString().toLowerCase(Locale.ROOT).split("\r\n")) {
            if (line.startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
