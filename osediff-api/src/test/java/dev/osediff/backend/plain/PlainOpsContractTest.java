package dev.osediff.backend.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.osediff.network.Ops;
import dev.osediff.network.OpsContract;
import dev.osediff.network.Tensor;
import org.junit.jupiter.api.Test;

/** The plain-Java engine with whatever matrix product this JVM was started for. */
class PlainOpsContractTest extends OpsContract<Tensor> {
    private final PlainOps ops = new PlainOps(RunContext.of(Gemm.best(), 3));

    @Override
    protected Ops<Tensor> ops() {
        return ops;
    }

    @Override
    protected Tensor download(Tensor value) {
        return value;
    }

    /** The build runs these tests twice; each run must see the product it is meant to test. */
    @Test
    void theProductIsTheOneThisRunIsFor() {
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        assertEquals(
                vectors ? "VectorGemm" : "ScalarGemm", Gemm.best().getClass().getSimpleName());
    }
}
