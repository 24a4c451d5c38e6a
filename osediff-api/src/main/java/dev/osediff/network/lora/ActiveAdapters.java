package dev.osediff.network.lora;

/** Which adapters of a network take part. */
public enum ActiveAdapters {
    /** All of them, as the paper describes. */
    ALL,

    /**
     * The one that was added last. The released trainer's regulariser runs like this: its library leaves only the newest
     * adapter active, and it does not activate the others again, so that 16 of 258 layers learn (osediff.md §2.3).
     */
    LAST_ADDED
}
