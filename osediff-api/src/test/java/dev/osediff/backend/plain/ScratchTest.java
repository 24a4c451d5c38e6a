package dev.osediff.backend.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class ScratchTest {
    private final Scratch scratch = new Scratch(2);

    @Test
    void givesBackTheShortestThatIsLongEnough() {
        float[] small = new float[10];
        float[] large = new float[100];
        scratch.give(large);
        scratch.give(small);
        assertSame(small, scratch.take(10));
        assertSame(large, scratch.take(10));
        assertEquals(10, scratch.take(10).length);
    }

    @Test
    void makesANewOneWhereNoneIsLongEnoughAndKeepsTheOthers() {
        float[] small = new float[10];
        scratch.give(small);
        assertNotSame(small, scratch.take(11));
        assertSame(small, scratch.take(10));
    }

    @Test
    void keepsOnlyTheLongestOnes() {
        float[] a = new float[10];
        float[] b = new float[30];
        float[] c = new float[20];
        scratch.give(a);
        scratch.give(b);
        scratch.give(c);
        assertSame(c, scratch.take(1));
        assertSame(b, scratch.take(1));
        assertNotSame(a, scratch.take(1));
    }
}
