package dev.osediff;

/** Which roundings happen on the way from a picture of 8 bits to a picture of 8 bits. */
public enum Rounding {
    /** One, to the nearest level, at the end. */
    NEAREST,
    /**
     * Those of the reference implementation: the enlarged picture is rounded to 8 bits before the network reads it, and the
     * network's picture is rounded down before and after the colour fix. Pictures of 16 bits are not rounded on the way.
     */
    REFERENCE
}
