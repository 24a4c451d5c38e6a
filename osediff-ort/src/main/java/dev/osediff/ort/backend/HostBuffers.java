package dev.osediff.ort.backend;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Direct buffers that the engine reads without a copy of its own, used again and again: one that is dropped would be freed
 * only when the garbage collector finds it. Thread-safe.
 */
final class HostBuffers {
    private static final int MOST_KEPT = 8;

    private final Deque<ByteBuffer> free = new ArrayDeque<>();

    /** Buffers for one run; to be closed by who borrowed them, when the engine has done with them. */
    final class Borrowed implements AutoCloseable {
        private final List<ByteBuffer> taken = new ArrayList<>();

        FloatBuffer copyOf(float[] values) {
            ByteBuffer buffer = take(Math.multiplyExact(values.length, Float.BYTES));
            taken.add(buffer);
            FloatBuffer floats = buffer.clear()
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer()
                    .limit(values.length);
            return floats.put(values).flip();
        }

        @Override
        public void close() {
            taken.forEach(HostBuffers.this::give);
            taken.clear();
        }
    }

    Borrowed borrow() {
        return new Borrowed();
    }

    private ByteBuffer take(int bytes) {
        synchronized (free) {
            for (ByteBuffer buffer : free) {
                if (buffer.capacity() >= bytes) {
                    free.remove(buffer);
                    return buffer;
                }
            }
        }
        return ByteBuffer.allocateDirect(bytes);
    }

    private void give(ByteBuffer buffer) {
        synchronized (free) {
            if (free.size() == MOST_KEPT) {
                free.removeFirst();
            }
            free.addLast(buffer);
        }
    }
}
