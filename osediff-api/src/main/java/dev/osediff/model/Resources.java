package dev.osediff.model;

import com.google.common.base.Throwables;
import java.util.List;

/** Closes files. */
final class Resources {
    private Resources() {}

    /** Closes all, whatever one of them throws; the first failure comes through and suppresses the others. */
    static void close(List<? extends AutoCloseable> resources) {
        Exception failure = null;
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            Throwables.throwIfUnchecked(failure);
            throw new IllegalStateException(failure);
        }
    }
}
