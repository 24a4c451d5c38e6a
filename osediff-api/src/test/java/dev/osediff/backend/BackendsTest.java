package dev.osediff.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidOptionException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendsTest {
    @Test
    void theJavaEngineIsAlwaysThere() {
        assertEquals(List.of("java"), Backends.all().stream().map(Backend::name).toList());
        Availability availability = Backends.byName("java").availability();
        assertTrue(availability.available());
        assertTrue(availability.detail().contains("processors"), availability.detail());
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        InvalidOptionException e = assertThrows(InvalidOptionException.class, () -> Backends.byName("Java"));
        assertEquals("Java", e.problem().found());
        assertEquals("one of java", e.problem().limit());
    }
}
