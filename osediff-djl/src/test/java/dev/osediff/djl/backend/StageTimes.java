package dev.osediff.djl.backend;

import dev.osediff.backend.Backends;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.djl.torchscript.ScriptPlan;
import dev.osediff.djl.torchscript.Segment;
import dev.osediff.network.Network;
import dev.osediff.network.OpsCases;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.OneStepUNet;
import dev.osediff.network.stablediffusion.UNetConfig;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Times Stable Diffusion 2.1's networks with random weights on one backend, each stage alone, with the slowest parts of
 * each. Arguments: backend, precision, stages such as {@code decoder,unet,encoder}, side of the latent, number of runs,
 * threads.
 */
final class StageTimes {
    private static final int TOKENS = 77;
    private static final int SLOWEST = 20;

    private StageTimes() {}

    public static void main(String[] arguments) throws IOException {
        Precision precision = Precision.valueOf(arguments[1]);
        int side = Integer.parseInt(arguments[3]);
        int runs = Integer.parseInt(arguments[4]);
        CompileSpec spec = new CompileSpec(Device.CPU, precision, Integer.parseInt(arguments[5]));
        for (String stage : arguments[2].split(",")) {
            Network network = network(stage);
            List<int[]> shapes = shapes(stage, side);
            RandomWeights weights = new RandomWeights(network, 1);
            long start = System.nanoTime();
            try (CompiledNetwork compiled = Backends.byName(arguments[0]).compile(network, weights, spec)) {
                System.out.printf("%s compiled in %.1f s%n", stage, seconds(start));
                List<Tensor> inputs = IntStream.range(0, shapes.size())
                        .mapToObj(i -> OpsCases.random(i + 1, shapes.get(i)))
                        .toList();
                Questions questions = new Questions();
                for (int run = 0; run < runs; run++) {
                    questions.times.clear();
                    start = System.nanoTime();
                    Tensor result = compiled.run(inputs, questions);
                    questions.throwIfCancelled();
                    System.out.printf("%s %.3f s, %s, %s%n", stage, seconds(start), result, memory());
                }
                if (arguments[0].equals("torchscript")) {
                    boolean bfloat16 = precision == Precision.BF16;
                    questions.print(ScriptPlan.of(network, bfloat16, weights.names())
                            .script(shapes)
                            .segments());
                }
            }
        }
    }

    private static Network network(String stage) {
        return switch (stage) {
            case "encoder" -> new VaeEncoder(AutoencoderConfig.SD21_BASE);
            case "decoder" -> new VaeDecoder(AutoencoderConfig.SD21_BASE);
            case "unet" -> new OneStepUNet(UNetConfig.SD21_BASE);
            default -> throw new IllegalArgumentException(stage);
        };
    }

    private static List<int[]> shapes(String stage, int side) {
        return switch (stage) {
            case "encoder" -> List.of(new int[] {1, 3, 8 * side, 8 * side});
            case "decoder" -> List.of(new int[] {1, 4, side, side});
            default ->
                List.of(new int[] {1, 4, side, side}, new int[] {1, TOKENS, UNetConfig.SD21_BASE.keysValuesChannels()});
        };
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String memory() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM") || line.startsWith("VmRSS"))
                .map(line -> line.replaceAll("\\s+", " "))
                .toList()
                .toString();
    }

    /** Notes when it was asked. */
    private static final class Questions implements Cancellation {
        private final List<Long> times = new ArrayList<>();

        @Override
        public void throwIfCancelled() {
            times.add(System.nanoTime());
        }

        void print(List<Segment> segments) {
            Map<String, Double> byMethod = new HashMap<>();
            for (int i = 0; i + 1 < times.size() && i < segments.size(); i++) {
                byMethod.put(segments.get(i).method(), (times.get(i + 1) - times.get(i)) / 1e6);
            }
            byMethod.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                    .limit(SLOWEST)
                    .forEach(e -> System.out.printf("%8.1f ms %s%n", e.getValue(), e.getKey()));
        }
    }
}
