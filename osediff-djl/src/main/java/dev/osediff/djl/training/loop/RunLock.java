package dev.osediff.djl.training.loop;

import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second run out of a folder, from this process or another; ends with the process at the latest. */
public final class RunLock implements AutoCloseable {
    private static final String FILE = ".lock";

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the folder if it is absent, and takes it.
     *
     * @throws OutputException if another run has it, or it cannot be written to
     */
    public static RunLock of(Path folder) {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new RunLock(channel);
            }
            throw taken(folder, channel, null);
        } catch (OverlappingFileLockException e) {
            throw taken(folder, channel, e);
        } catch (IOException e) {
            throw refused(folder, e.toString(), "Check the folder, its rights and the free space.", e);
        }
    }

    private static OutputException taken(Path folder, FileChannel channel, Exception cause) {
        OutputException e =
                refused(folder, "another run that uses it", "Wait until it has ended, or take another folder.", cause);
        try {
            channel.close();
        } catch (IOException suppressed) {
            e.addSuppressed(suppressed);
        }
        return e;
    }

    private static OutputException refused(Path folder, String found, String nextStep, Exception cause) {
        return new OutputException(
                new Problem("training in " + folder, found, "a folder that can be written to, for one run", nextStep),
                cause);
    }

    /** Fails if the lock was given back. */
    public void hold() {
        if (!channel.isOpen()) {
            throw new IllegalStateException("the lock was given back");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new OutputException(
                    new Problem("leaving the training folder", e.toString(), "a lock that can be given back", "None."),
                    e);
        }
    }
}
