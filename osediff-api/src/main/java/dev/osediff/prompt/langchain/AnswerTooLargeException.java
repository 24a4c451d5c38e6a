package dev.osediff.prompt.langchain;

import java.io.IOException;

/** The body of an answer has more bytes than are read. */
final class AnswerTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long mostBytes;

    AnswerTooLargeException(String found, long mostBytes) {
        super(found);
        this.mostBytes = mostBytes;
    }

    long mostBytes() {
        return mostBytes;
    }
}
