package dev.osediff.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemTest {
    private static final Problem PROBLEM =
            new Problem("picture cat.png", "2 x 0 pixels", "at least 1 x 1", "Give a picture that is not empty.");

    @Test
    void theTextHasAllFourPartsInOrder() {
        assertEquals(
                "picture cat.png: found 2 x 0 pixels; limit: at least 1 x 1. Give a picture that is not empty.",
                PROBLEM.text());
    }

    @Test
    void noPartIsNull() {
        assertThrows(NullPointerException.class, () -> new Problem(null, "b", "c", "d"));
        assertThrows(NullPointerException.class, () -> new Problem("a", null, "c", "d"));
        assertThrows(NullPointerException.class, () -> new Problem("a", "b", null, "d"));
        assertThrows(NullPointerException.class, () -> new Problem("a", "b", "c", null));
    }

    static Stream<Arguments> exceptions() {
        return Stream.of(
                type(OsediffException::new, OsediffException::new),
                type(BackendException::new, BackendException::new),
                type(CancelledException::new, CancelledException::new),
                type(ClosedException::new, ClosedException::new),
                type(ImageTooLargeException::new, ImageTooLargeException::new),
                type(InvalidImageException::new, InvalidImageException::new),
                type(InvalidOptionException::new, InvalidOptionException::new),
                type(MemoryBudgetException::new, MemoryBudgetException::new),
                type(ModelException::new, ModelException::new),
                type(OutputException::new, OutputException::new));
    }

    private static Arguments type(
            Function<Problem, OsediffException> plain, BiFunction<Problem, Throwable, OsediffException> caused) {
        return Arguments.arguments(plain, caused);
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void everyExceptionCarriesTheProblemAndItsCause(
            Function<Problem, OsediffException> plain, BiFunction<Problem, Throwable, OsediffException> caused)
            throws Exception {
        Throwable cause = new IOException("disk");
        OsediffException exception = caused.apply(PROBLEM, cause);
        assertEquals(PROBLEM.text(), exception.getMessage());
        assertSame(PROBLEM, exception.problem());
        assertSame(cause, exception.getCause());
        assertNull(plain.apply(PROBLEM).getCause());

        OsediffException copy = (OsediffException) throughBytes(exception);
        assertEquals(exception.getClass(), copy.getClass());
        assertEquals(PROBLEM.text(), copy.getMessage());
        assertEquals(PROBLEM.text(), copy.problem().asked());
    }

    private static Object throughBytes(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
