package dev.osediff.network.quantised;

import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.WeightProvider;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * A network whose layers a visitor sees; otherwise the same. Runs on every engine that computes operation by operation.
 *
 * @param network the network
 * @param visitor stands in for its layers
 */
public record VisitedNetwork(Network network, LayerVisitor visitor) implements Network {
    @Override
    public String name() {
        return network.name();
    }

    @Override
    public List<String> inputNames() {
        return network.inputNames();
    }

    @Override
    public List<int[]> exampleShapes() {
        return network.exampleShapes();
    }

    @Override
    public boolean takesLargerMaps() {
        return network.takesLargerMaps();
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> weights, List<T> inputs) {
        WeightProvider<VisitedValue<T>> named = new WeightProvider<>() {
            @Override
            public VisitedValue<T> fetch(String path, int... shape) {
                return new VisitedValue<>(weights.tensor(path, shape), path);
            }

            @Override
            public boolean has(String path) {
                return weights.has(path);
            }
        };
        List<VisitedValue<T>> values = inputs.stream().map(VisitedValue::of).toList();
        return network.forward(new VisitedOps<>(ops, weights, visitor), Weights.of(named), values)
                .value();
    }
}
