package dev.osediff.backend;

/**
 * How long an engine takes, as measured by its author on some machine: only to compare engines, not to foretell times.
 *
 * @param startSeconds loading the engine and a model
 * @param pictureSeconds one picture
 */
public record Speed(double startSeconds, double pictureSeconds) {
    /** Nothing was measured; chosen only where there is nothing else. */
    public static final Speed UNKNOWN = new Speed(Double.MAX_VALUE, 0);

    /** Refuses negative times. */
    public Speed {
        if (!(startSeconds >= 0 && pictureSeconds >= 0)) {
            throw new IllegalArgumentException(
                    "times must be at least 0, found " + startSeconds + " and " + pictureSeconds);
        }
    }

    /** Returns the seconds for a start and so many pictures. */
    double total(int pictures) {
        return startSeconds + pictures * pictureSeconds;
    }
}
