package dev.osediff.color;

/** Which roundings happen around a colour fix. */
public enum ColorFixPrecision {
    /** None: float in, float out. */
    FLOAT,
    /**
     * Those of the OSEDiff reference implementation, which passes 8-bit pictures: the result is truncated to 8 bit, the
     * source rounded (there it is an 8-bit picture already), and what comes out truncated again. Every sample returned is
     * n / 255 for a whole n.
     */
    REFERENCE_8_BIT
}
