package dev.osediff.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.osediff.error.ImageTooLargeException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.image.ResampleFilter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizePlanTest {
    @ParameterizedTest
    @CsvSource({"3,2,1.5,5,3", "1,1,1.01,1,1", "333,250,4,1332,1000", "7,9,2.5,18,23"})
    void sidesAreRoundedHalfUp(int width, int height, double scale, int outWidth, int outHeight) {
        assertEquals(new Size(outWidth, outHeight), SizePlan.scaled(new Size(width, height), scale));
    }

    @Test
    void workAboveTheModelsScaleIsResampledAfterwards() {
        SizePlan plan = SizePlan.exact(new Size(10, 20), new Size(80, 160), 4, 8, 0);
        assertEquals(new Size(40, 80), plan.working());
        assertEquals(new Size(80, 160), plan.output());
    }

    @Test
    void workIsNeverSmallerThanThePicture() {
        SizePlan plan = SizePlan.exact(new Size(100, 50), new Size(60, 70), 4, 8, 0);
        assertEquals(new Size(100, 70), plan.working());
    }

    @Test
    void aWorkingSizeRaisesTheShortSideAndKeepsTheForm() {
        SizePlan plan = SizePlan.exact(new Size(40, 30), new Size(160, 120), 4, 8, 512);
        assertEquals(new Size(683, 512), plan.working());
        assertEquals(new Size(160, 120), plan.output());
    }

    /** osediff.md: 100 x 80 at scale 4 and process size 512 becomes 160 x 128, 640 x 512. */
    @Test
    void theReferenceEnlargesSmallPicturesAndKeepsThatSize() {
        SizePlan plan = SizePlan.reference(new Size(100, 80), 4, 512);
        assertEquals(
                List.of(new Size(160, 128), new Size(640, 512)),
                plan.enlargement().stream().map(SizePlan.Step::size).toList());
        assertEquals(new Size(640, 512), plan.output());
    }

    @Test
    void theReferenceEndsOnMultiplesOfEightByLanczos() {
        SizePlan plan = SizePlan.reference(new Size(333, 251), 4, 512);
        assertEquals(new Size(1328, 1000), plan.output());
        assertEquals(ResampleFilter.LANCZOS3, plan.enlargement().get(1).filter());
    }

    @Test
    void outputsBeyondTheLimitsAreRefused() {
        assertThrows(ImageTooLargeException.class, () -> SizePlan.scaled(new Size(20_000, 10_000), 4));
        assertThrows(ImageTooLargeException.class, () -> SizePlan.output(65_536, 1));
        assertThrows(InvalidOptionException.class, () -> SizePlan.exact(new Size(10, 10), new Size(81, 10), 4, 8, 0));
        assertThrows(InvalidOptionException.class, () -> SizePlan.reference(new Size(1, 1), 4, 0));
    }
}
