package dev.osediff.network.lora;

import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import dev.osediff.network.quantised.VisitedNetwork;
import java.util.List;

/**
 * A network with adapters that are not merged; otherwise the same, on every engine that computes operation by operation or
 * writes a graph. Its parameters are the network's own and the factors that {@link LoraModule} names.
 *
 * @param network the network
 * @param plan its adapters
 * @param active which of them take part; the factors of the others are not asked for
 */
public record LoraNetwork(Network network, LoraPlan plan, ActiveAdapters active) implements Network {
    /** Creates a network whose adapters all take part. */
    public LoraNetwork(Network network, LoraPlan plan) {
        this(network, plan, ActiveAdapters.ALL);
    }

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
        return new VisitedNetwork(network, new AdaptedLayers(plan.modules(active))).forward(ops, weights, inputs);
    }

    /**
     * Computes the output from parameters of two kinds, so that a gradient reaches only what the plan trains.
     *
     * @param trained cursor over the names of {@link LoraPlan#shapes()}
     * @param frozen cursor over the network's own names
     */
    public <T> T forward(Ops<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
        return forward(ops, plan.join(trained, frozen), inputs);
    }
}
