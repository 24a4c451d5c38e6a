package dev.osediff.checkpoint;

import static dev.osediff.checkpoint.PickleRefusals.assertNames;
import static dev.osediff.checkpoint.PickleRefusals.refuse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.osediff.error.ModelException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pickles that name or build anything but plain data and tensors are refused with the name. */
class PickleObjectRefusedTest {
    private static PickleBytes start() {
        return PickleBytes.start();
    }

    private static PickleBytes orderedDict() {
        return start().global("collections", "OrderedDict");
    }

    static Stream<Arguments> names() {
        return Stream.of(
                arguments(
                        start().global("os", "system")
                                .text("id")
                                .op(0x85)
                                .ops("R")
                                .end(),
                        "os.system"),
                arguments(start().global("posix", "system").end(), "posix.system"),
                arguments(start().global("builtins", "eval").end(), "builtins.eval"),
                arguments(start().global("__builtin__", "exec").end(), "__builtin__.exec"),
                arguments(start().global("builtins", "getattr").end(), "builtins.getattr"),
                arguments(start().global("torch", "load").end(), "torch.load"),
                arguments(start().global("torch.hub", "load").end(), "torch.hub.load"),
                arguments(start().global("torch._utils", "_rebuild_tensor").end(), "torch._utils._rebuild_tensor"),
                arguments(start().global("torch.", "FloatStorage").end(), "torch..FloatStorage"),
                arguments(start().global("collections", "Counter").end(), "collections.Counter"),
                arguments(
                        start().global("numpy.core.multiarray", "_reconstruct").end(), "_reconstruct"),
                arguments(start().text("os").text("system").op(0x93).end(), "os.system"),
                arguments(
                        start().text("torch")
                                .text("FloatStorage.__class__")
                                .op(0x93)
                                .end(),
                        "__class__"));
    }

    @ParameterizedTest(name = "[{index}] {1}")
    @MethodSource("names")
    void aNameThatIsNoTensorIsRefusedWithoutLookingItUp(byte[] pickle, String name) {
        ModelException refused = refuse(pickle, 0);
        assertTrue(refused.problem().found().contains("the name"), refused.getMessage());
        assertTrue(refused.problem().found().contains(name), refused.getMessage());
        assertTrue(refused.problem().limit().contains("nothing is run"), refused.getMessage());
    }

    static Stream<Arguments> objects() {
        return Stream.of(
                arguments(orderedDict().text("a").op(0x85).ops("R").end(), "a text", "a list of pairs"),
                arguments(orderedDict().ops("]]").op(0x86).ops("R").end(), "2 arguments", "none, or a list"),
                arguments(orderedDict().ops("](Ne").op(0x85).ops("R").end(), "an entry of 0 items", "key and value"),
                arguments(orderedDict().ops("](](NNee").op(0x85).ops("R").end(), "None as a key", "a text"),
                arguments(
                        orderedDict()
                                .ops("](](")
                                .text("a")
                                .ops("Ne](")
                                .text("a")
                                .ops("Nee")
                                .op(0x85)
                                .ops("R")
                                .end(),
                        "key a twice",
                        "each key once"),
                arguments(start().global("collections", "OrderedDict").ops("}R").end(), "a dictionary", "a tuple"),
                arguments(start().text("a").ops(")R").end(), "a call of a text", "none but"),
                arguments(start().ops("})R").end(), "a call of a dictionary", "none but"),
                arguments(start().global("torch", "FloatStorage").ops(")R").end(), "torch.FloatStorage", "none but"),
                arguments(start().global("torch", "Size").ops(")R").end(), "0 arguments", "one"),
                arguments(
                        start().global("torch", "Size")
                                .text("a")
                                .op(0x85)
                                .ops("R")
                                .end(),
                        "a text",
                        "a tuple"),
                arguments(
                        start().global("torch._utils", "_rebuild_parameter")
                                .ops(")R")
                                .end(),
                        "0 arg",
                        "a tensor"),
                arguments(
                        start().global("torch._utils", "_rebuild_tensor_v2")
                                .ops(")R")
                                .end(),
                        "0 arg",
                        "6 or 7"),
                arguments(
                        start().global("torch._utils", "_rebuild_tensor_v2")
                                .ops("(NK")
                                .op(0)
                                .ops("))NNtR")
                                .end(),
                        "None",
                        "a storage and an offset"),
                arguments(start().text("a").ops("Q").end(), "storage: a text", "a tuple"),
                arguments(start().ops(")Q").end(), "0 parts", "kind, class, key"),
                arguments(start().storage("Size", "0", 1).end(), "class torch.Size", "a storage class"),
                arguments(start().storage("FloatStorage", "0", -1).end(), "-1 elements", "at least 0"),
                arguments(
                        start().storage("FloatStorage", "0", 1)
                                .storage("FloatStorage", "0", 2)
                                .end(),
                        "two descriptions of 0",
                        "one"),
                arguments(
                        start().storage("FloatStorage", "0", 1)
                                .storage("HalfStorage", "0", 1)
                                .end(),
                        "two descriptions of 0",
                        "one"),
                arguments(start().text("a").ops("}b").end(), "a text", "OrderedDict with attributes"),
                arguments(start().ops("}").text("a").ops("b").end(), "a dictionary", "with attributes"),
                arguments(start().ops("])b").end(), "a list", "with attributes"),
                arguments(start().ops("}N").text("a").ops("s").end(), "None as a key", "a text, number"),
                arguments(start().ops("}]Ns").end(), "a list as a key", "a text, number"),
                arguments(
                        start().ops("}")
                                .text("a")
                                .ops("N")
                                .ops("s")
                                .text("a")
                                .ops("Ns")
                                .end(),
                        "a twice",
                        "once"),
                arguments(start().ops("}(Nu").end(), "pairs for a dictionary", "keys with values"),
                arguments(start().ops("](NNu").end(), "pairs for a list", "a dictionary"),
                arguments(start().ops("}Na").end(), "items for a dictionary", "a list"),
                arguments(start().ops(")(Ne").end(), "items for a tuple", "a list"),
                arguments(start().ops("](N").op(0x90).end(), "items for a list", "a set"),
                arguments(start().ops("]").end(), "a list", "a dictionary"),
                arguments(start().text("a").end(), "a text", "a dictionary"));
    }

    @ParameterizedTest(name = "[{index}] {1}")
    @MethodSource("objects")
    void aWrongObjectIsRefused(byte[] pickle, String found, String limit) {
        assertNames(refuse(pickle, 1), "", found, limit);
    }
}
