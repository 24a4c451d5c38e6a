package dev.osediff.checkpoint;

import static dev.osediff.checkpoint.PickleRefusals.assertNames;
import static dev.osediff.checkpoint.PickleRefusals.refuse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Cyclic, deep, shared and very many values. */
class PickleNestingTest {
    private static PickleBytes start() {
        return PickleBytes.start();
    }

    @Test
    void listsThatContainThemselvesAreRefused() {
        byte[] list =
                start().ops("}").text("a").ops("]").op('q', 0, 'h', 0).ops("as").end();
        assertNames(refuse(list, 0), "offset", "a list that contains itself", "tree");
        byte[] dictionary =
                start().ops("}").op('q', 0).text("a").op('h', 0).ops("s").end();
        assertNames(refuse(dictionary, 0), "offset", "a dictionary that contains itself", "tree");
        byte[] tuple = start().ops("}")
                .text("a")
                .ops("]")
                .op('q', 0, 'h', 0, 0x85)
                .ops("as")
                .end();
        assertNames(refuse(tuple, 0), "offset", "contains itself", "tree");
    }

    @Test
    void deepNestingIsRefusedWithoutRecursion() {
        String open = "]".repeat(1_000_000);
        byte[] pickle = start().ops("}")
                .text("a")
                .ops(open + "a".repeat(open.length() - 1) + "s")
                .end();
        assertNames(refuse(pickle, 0), "offset", "levels of nesting", "at most 64");
    }

    /** Each list holds the one before twice: 2^60 paths, 60 lists. */
    @Test
    void sharedListsAreVisitedOnce() {
        PickleBytes pickle = start().ops("}").text("a").ops("]").op('q', 0);
        for (int i = 0; i < 60; i++) {
            pickle.ops("0]").op('q', i + 1, 'h', i).ops("a").op('h', i).ops("a");
        }
        try (TorchFile file =
                TorchFile.of(ZipBytes.torch(pickle.ops("s").end(), 0).end(), "shared")) {
            assertTrue(file.has("a"));
        }
    }

    @Test
    void tooManyValuesOpcodesAndTensorsAreRefused() {
        byte[] marks = new byte[(1 << 20) + 3];
        Arrays.fill(marks, (byte) '(');
        marks[0] = (byte) 0x80;
        marks[1] = 2;
        assertNames(refuse(marks, 0), "offset", "more values", "1048576");
        byte[] loop = start().ops("N0".repeat(1 << 21)).ops("}").end();
        assertNames(refuse(loop, 0), "offset", "more opcodes", "4194304");
        PickleBytes many =
                start().ops("](").tensor(1, 0, new long[] {1}, new long[] {1}).op('q', 0);
        byte[] one =
                PickleBytes.start().tensor(1, 0, new long[] {1}, new long[] {1}).bytes();
        for (int i = 0; i < TensorNames.MOST_TENSORS; i++) {
            for (int at = 2; at < one.length; at++) {
                many.op(one[at]);
            }
        }
        assertNames(refuse(many.ops("e").end(), 1), "offset", "more tensors", "65536");
    }
}
