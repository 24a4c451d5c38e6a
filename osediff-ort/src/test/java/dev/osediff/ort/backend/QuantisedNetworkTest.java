package dev.osediff.ort.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.TinyNetworks.Tiny;
import dev.osediff.network.Weights;
import dev.osediff.network.quantised.LayerQuantisation;
import dev.osediff.network.quantised.LayerRecorder;
import dev.osediff.network.quantised.LevelChoice;
import dev.osediff.network.quantised.QuantisationTable;
import dev.osediff.network.quantised.QuantisedLayers;
import dev.osediff.network.quantised.VisitedNetwork;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tiny networks with all their products in 8 bits stay near what float32 computes, and do not equal it. */
class QuantisedNetworkTest {
    /** Of the signal's power; what exact arithmetic on the same levels is allowed as well. */
    private static final double MOST_NOISE = 0.05;

    /** Share of all quantisation noise by which the engine may differ from the oracle. */
    private static final double MOST_OF_NOISE = 0.05;

    private static float[] run(Tiny tiny, Precision precision, QuantisationTable table) {
        CompileSpec spec = new CompileSpec(Device.CPU, precision, 2, Optional.empty(), table);
        try (CompiledNetwork network =
                new OrtBackend().compile(tiny.network(), new RandomWeights(tiny.network(), 3), spec)) {
            return network.run(tiny.inputs(1), Cancellation.NONE).data();
        }
    }

    /** Levels for every layer, from one run in float32. */
    private static QuantisationTable all(Tiny tiny) {
        LayerRecorder recorder = new LayerRecorder();
        NaiveOps ops = new NaiveOps();
        RandomWeights weights = new RandomWeights(tiny.network(), 3);
        new VisitedNetwork(tiny.network(), recorder)
                .forward(ops, Weights.of(new CheckpointWeights<>(weights, ops::constant)), tiny.inputs(1));
        return new QuantisationTable(recorder.levels(LevelChoice.LEAST_ERROR));
    }

    @ParameterizedTest
    @MethodSource("dev.osediff.network.TinyNetworks#all")
    void everyNetworkComputesIn8Bits(Tiny tiny) {
        float[] real = run(tiny, Precision.FP32, QuantisationTable.NONE);
        float[] quantised = run(tiny, Precision.INT8, all(tiny));
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < real.length; i++) {
            signal += (double) real[i] * real[i];
            noise += Math.pow((double) real[i] - quantised[i], 2);
        }
        assertTrue(noise > 0, "nothing was quantised");
        assertTrue(noise < MOST_NOISE * signal, noise + " of " + signal);
    }

    /**
     * With one layer in 8 bits, the oracle and the engine round the same products; what differs is a sum that lies between two
     * levels, and the bias, which the engine rounds to the units of the products. Of whole networks that says little: each layer
     * makes steps of small differences, until they are as large as the rounding itself.
     */
    @ParameterizedTest
    @MethodSource("dev.osediff.network.TinyNetworks#all")
    void eachLayerOfTheEngineIsTheOracles(Tiny tiny) {
        NaiveOps ops = new NaiveOps();
        Weights<Tensor> weights =
                Weights.of(new CheckpointWeights<>(new RandomWeights(tiny.network(), 3), ops::constant));
        float[] real = run(tiny, Precision.FP32, QuantisationTable.NONE);
        double all = 0;
        double different = 0;
        for (Map.Entry<String, LayerQuantisation> layer : all(tiny).layers().entrySet()) {
            QuantisationTable table = new QuantisationTable(Map.of(layer.getKey(), layer.getValue()));
            float[] oracle = new VisitedNetwork(tiny.network(), new QuantisedLayers(table))
                    .forward(ops, weights, tiny.inputs(1))
                    .data();
            double fromFloat = noise(real, oracle);
            double fromEngine = noise(run(tiny, Precision.INT8, table), oracle);
            assertTrue(fromEngine < fromFloat, layer.getKey() + ": " + fromEngine + " of " + fromFloat);
            all += fromFloat;
            different += fromEngine;
        }
        assertTrue(different < MOST_OF_NOISE * all, different + " of " + all);
    }

    private static double noise(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.pow((double) a[i] - b[i], 2);
        }
        return sum;
    }

    @Test
    void noTableIsFloat32() {
        Tiny tiny = TinyNetworks.smallUNet();
        float[] real = run(tiny, Precision.FP32, QuantisationTable.NONE);
        assertArrayEquals(real, run(tiny, Precision.INT8, QuantisationTable.NONE));
        assertArrayEquals(real, run(tiny, Precision.FP32, all(tiny)));
    }
}
