package dev.osediff.backend;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for unfinished work inside a cache's folder, removed on close. A lock, which the system lifts when a process dies in any
 * way, tells whose work goes on: opening a draft removes those that nobody holds any more. Thread-safe.
 */
public final class CacheDraft implements Closeable {
    private static final String PREFIX = ".draft-";
    private static final String LOCK = "lock";
    private static final String CONTENT = "content";

    /** How long a process may take between making a draft and locking it. */
    private static final Duration UNLOCKED = Duration.ofHours(1);

    private final Path draft;
    private final FileChannel lock;

    private CacheDraft(Path draft, FileChannel lock) {
        this.draft = draft;
        this.lock = lock;
    }

    /**
     * Makes an empty draft, and the cache's folder if it is not there.
     *
     * @throws IOException if the folder does not take it
     */
    public static CacheDraft open(Path cache) throws IOException {
        Files.createDirectories(cache);
        sweep(cache);
        Path draft = Files.createTempDirectory(cache, PREFIX);
        FileChannel channel =
                FileChannel.open(draft.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            channel.lock();
            Files.createDirectory(draft.resolve(CONTENT));
            return new CacheDraft(draft, channel);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            remove(draft);
            throw e;
        }
    }

    /** Returns the folder to work in; it may be moved to where its content belongs. */
    public Path folder() {
        return draft.resolve(CONTENT);
    }

    /** Removes what is still there. A second call does nothing. */
    @Override
    public void close() throws IOException {
        lock.close();
        remove(draft);
    }

    private static void sweep(Path cache) throws IOException {
        List<Path> drafts;
        try (Stream<Path> entries = Files.list(cache)) {
            drafts = entries.filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
                    .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        for (Path draft : drafts) {
            if (isAbandoned(draft)) {
                remove(draft);
            }
        }
    }

    private static boolean isAbandoned(Path draft) {
        try {
            if (!Files.exists(draft.resolve(LOCK))) {
                return Files.getLastModifiedTime(draft)
                        .toInstant()
                        .isBefore(Instant.now().minus(UNLOCKED));
            }
            try (FileChannel channel = FileChannel.open(draft.resolve(LOCK), StandardOpenOption.WRITE);
                    FileLock free = channel.tryLock()) {
                return free != null;
            }
        } catch (IOException | OverlappingFileLockException e) {
            // Another process removes it just now, or this one works in it.
            return false;
        }
    }

    /** Removes a folder with all that is in it; follows no link. What somebody else removes meanwhile is none of its business. */
    private static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
