package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Availability;
import dev.osediff.backend.Backend;
import dev.osediff.backend.Backends;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Engine;
import dev.osediff.backend.Precision;
import dev.osediff.color.ColorFix;
import dev.osediff.error.BackendException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.image.ImageLimits;
import dev.osediff.model.EmbeddedModel;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.pipeline.Engines;
import dev.osediff.pipeline.Stage;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Stages on engines of their own, and what becomes of outputs that are no numbers. */
class StageEnginesTest {
    private static final Backend JAVA = Backends.byName("java");
    private static final UpscaleOptions OPTIONS =
            UpscaleOptions.builder().colorFix(ColorFix.NONE).build();

    private final BufferedImage image = TestPictures.rgb(24, 20);

    /** The plain engine, which in half precision gives what is not a number. */
    private static final class Overflowing implements Backend {
        @Override
        public String name() {
            return "overflowing";
        }

        @Override
        public Availability availability() {
            return JAVA.availability();
        }

        @Override
        public boolean usesJavaHeap() {
            return true;
        }

        @Override
        public Set<Precision> precisions(Device device) {
            return Set.of(Precision.FP16, Precision.FP32);
        }

        @Override
        public CompiledNetwork compile(Network network, TensorSource weights, CompileSpec spec) {
            CompiledNetwork compiled =
                    JAVA.compile(network, weights, new CompileSpec(spec.device(), Precision.FP32, spec.threads()));
            return spec.precision() == Precision.FP32
                    ? compiled
                    : new CompiledNetwork() {
                        @Override
                        public Tensor run(List<Tensor> inputs, Cancellation cancellation) {
                            Tensor result = compiled.run(inputs, cancellation);
                            Arrays.fill(result.data(), Float.NaN);
                            return result;
                        }

                        @Override
                        public void close() {
                            compiled.close();
                        }
                    };
        }
    }

    private static Engine engine(Backend backend, Precision precision) {
        return new Engine(backend, new CompileSpec(Device.CPU, precision, 2));
    }

    private static SuperResolver resolver(Engines engines) {
        ResolverModel model = SmallResolverModels.of(EmbeddedModel.load());
        RequestedEngines.Chosen chosen = new RequestedEngines.Chosen(engines, "a test");
        return new SuperResolver(model, chosen, ImageLimits.DEFAULT, OptionalLong.empty());
    }

    private BufferedImage expected() {
        try (SuperResolver plain = resolver(new Engines(engine(JAVA, Precision.FP32)))) {
            return plain.upscale(image, OPTIONS).image();
        }
    }

    @Test
    void aStageMayHaveItsOwnEngine() {
        CountingBackend decoder = new CountingBackend(JAVA);
        CountingBackend others = new CountingBackend(JAVA);
        Engines engines = new Engines(
                engine(others, Precision.FP32), Map.of(Stage.DECODE, engine(decoder, Precision.FP32)), true);
        try (SuperResolver resolver = resolver(engines)) {
            UpscaleResult result = resolver.upscale(image, OPTIONS);
            assertEquals(0, TestPictures.largestDifference(expected(), result.image()));
            assertEquals("java, decode: java", result.provenance().backend());
        }
        assertEquals(1, decoder.compiled().size());
        assertEquals(2, others.compiled().size());
    }

    @Test
    void whatIsNotANumberIsRepeatedInFloat32AndReported() {
        Engines engines = new Engines(
                engine(JAVA, Precision.FP32), Map.of(Stage.DENOISE, engine(new Overflowing(), Precision.FP16)), true);
        try (SuperResolver resolver = resolver(engines)) {
            UpscaleResult result = resolver.upscale(image, OPTIONS);
            assertEquals(0, TestPictures.largestDifference(expected(), result.image()));
            List<String> warnings = result.provenance().warnings();
            assertEquals(1, warnings.size(), warnings.toString());
            assertTrue(
                    warnings.get(0).startsWith("Stage denoise gave the value NaN")
                            && warnings.get(0).endsWith("and was repeated in float32."),
                    warnings.get(0));
        }
    }

    @Test
    void thePolicyMayBeToFail() {
        Engines engines = new Engines(engine(new Overflowing(), Precision.FP16), Map.of(), false);
        try (SuperResolver resolver = resolver(engines)) {
            BackendException e = assertThrows(BackendException.class, () -> resolver.upscale(image, OPTIONS));
            assertTrue(e.problem().asked().startsWith("stage encode"), e.getMessage());
        }
    }

    @Test
    void theBuilderTakesEnginesByStageAndSaysWhyItTookOne() {
        try (SuperResolver resolver = SuperResolver.builder()
                .backend("auto")
                .backend(Stage.DECODE, "java")
                .retryInFloat32(false)
                .build()) {
            assertEquals("java", resolver.backendName());
            assertTrue(resolver.backendReason().startsWith("chosen: start"), resolver.backendReason());
            Map<String, String> asked =
                    resolver.upscale(image, OPTIONS).provenance().options();
            assertEquals(resolver.backendReason(), asked.get("backendReason"));
        }
        SuperResolver.Builder builder = SuperResolver.builder();
        assertThrows(InvalidOptionException.class, () -> builder.backend(Stage.FINISH, "java"));
        assertThrows(InvalidOptionException.class, () -> builder.backend(Stage.ENCODE, "abacus")
                .build());
    }
}
