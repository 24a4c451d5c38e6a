package dev.osediff.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What stays alive while tiles run in lockstep. */
class LockstepMemoryTest {
    private static final Size LARGE = new Size(4000, 3000);

    @Test
    void tilesOneAfterTheOtherHoldNothingOfTheMap() {
        assertEquals(0, new StageTiling.Feathered(1088, 128, 8).residentPixels(LARGE));
        assertEquals(0, new StageTiling.Halo(24, 4, 1024).residentPixels(LARGE));
    }

    @Test
    void exactTilesHoldTheMapOnce() {
        assertEquals(LARGE.pixels(), new StageTiling.Exact(1088, 8).residentPixels(LARGE), 0.5);
    }

    @Test
    void theReferencesHoldTheirOverlapsTwice() {
        double held = new StageTiling.Reference(1024, 32, 8).residentPixels(LARGE);
        assertTrue(held > 1.05 * LARGE.pixels() && held < 1.2 * LARGE.pixels(), "pixels " + held);
    }

    @Test
    void aMapThatIsReadWholeIsNoLockstep() {
        Size small = new Size(1088, 1000);
        assertEquals(0, new StageTiling.Exact(1088, 8).residentPixels(small));
        assertEquals(0, new StageTiling.Reference(1024, 32, 8).residentPixels(small));
    }
}
