package dev.osediff.ort.backend;

import dev.osediff.backend.CacheDraft;
import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.WeightProvider;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.ort.writer.Arithmetic;
import dev.osediff.ort.writer.Constant;
import dev.osediff.ort.writer.Place;
import dev.osediff.ort.writer.Value;
import dev.osediff.ort.writer.WrittenNetwork;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A folder with a network's parameters and a graph for each kind of input shapes. Removed on close. */
final class NetworkFiles implements AutoCloseable {
    private static final Tensor NONE = Tensor.zeros(0);
    private static final Place NOWHERE = new Place("", 0);

    private final Network network;
    private final Path folder;
    private final Closeable keeper;
    private final ParameterFile parameters;
    private final Set<String> names;
    private final TensorSource source;
    private final Arithmetic arithmetic;
    private boolean written;

    /**
     * Makes a new folder for a network.
     *
     * @param arithmetic what its graphs compute in
     * @param parent the folder's own, or null for the system's place for temporary files
     */
    NetworkFiles(Network network, TensorSource source, Arithmetic arithmetic, Path parent) {
        this.network = network;
        this.arithmetic = arithmetic;
        this.source = source;
        this.names = Set.copyOf(source.names());
        try {
            if (parent == null) {
                this.folder = Files.createTempDirectory("osediff-ort");
                this.keeper = () -> Folders.remove(folder);
            } else {
                CacheDraft draft = CacheDraft.open(parent);
                this.folder = draft.folder();
                this.keeper = draft;
            }
        } catch (IOException e) {
            throw OrtFailures.ofFiles("a temporary folder for " + network.name(), e);
        }
        this.parameters = new ParameterFile(folder.resolve("parameters.bin"));
    }

    /**
     * Lays all parameters out and checks their shapes; reads none.
     *
     * @throws dev.osediff.error.ModelException if one is missing or has another shape
     */
    void check() {
        CheckpointWeights<Place> checker = new CheckpointWeights<>(new Shapes(source), tensor -> NOWHERE);
        ParameterShapes.of(network, names).forEach((name, shape) -> {
            checker.fetch(name, shape);
            parameters.place(name, arithmetic.real(), shape);
        });
    }

    /** Writes all parameters, if that has not been done. */
    synchronized void require() {
        if (written) {
            return;
        }
        try (ParameterFile.Output out = parameters.open()) {
            for (String name : ParameterShapes.of(network, names).keySet()) {
                out.write(name, arithmetic.real(), source.load(name));
            }
            written = true;
        } catch (IOException e) {
            throw OrtFailures.ofFiles("the parameters of " + network.name() + " in " + folder, e);
        }
    }

    /** A source that gives shapes only. */
    private record Shapes(TensorSource source) implements TensorSource {
        @Override
        public Set<String> names() {
            return source.names();
        }

        @Override
        public int[] shape(String name) {
            return source.shape(name);
        }

        @Override
        public Tensor load(String name) {
            return NONE;
        }

        @Override
        public String origin() {
            return source.origin();
        }
    }

    Set<String> names() {
        return names;
    }

    Network network() {
        return network;
    }

    /** Writes the network for input shapes, in memory. */
    WrittenNetwork write(List<int[]> shapes) {
        return WrittenNetwork.of(network, new Parameters(), arithmetic, shapes);
    }

    /** Gives each parameter as a constant that is read from the file. */
    private final class Parameters implements WeightProvider<Value> {
        @Override
        public Value fetch(String path, int... shape) {
            return Value.of(new Constant(
                    path, shape, arithmetic.real(), () -> parameters.read(path, arithmetic.real(), shape)));
        }

        @Override
        public boolean has(String path) {
            return names.contains(path);
        }
    }

    /** Returns the bytes of a graph; what it makes of parameters will lie in a file of a name. */
    byte[] graph(WrittenNetwork written, ParameterFile made) {
        return written.model(c -> placeOf(c, made)).toBytes();
    }

    private Place placeOf(Constant constant, ParameterFile made) {
        ParameterFile file = parameters.has(constant.name()) ? parameters : made;
        return file.place(constant.name(), constant.type(), constant.shape());
    }

    /** Writes a graph and what it makes of parameters. */
    Path save(String key, byte[] graph, WrittenNetwork written, ParameterFile made) {
        require();
        Path file = folder.resolve(key + ".onnx");
        try (ParameterFile.Output out = made.open()) {
            for (Constant constant : written.parameters()) {
                if (!parameters.has(constant.name())) {
                    out.write(
                            constant.name(), constant.type(), constant.values().get());
                }
            }
            return Files.write(file, graph);
        } catch (IOException | UncheckedIOException e) {
            throw OrtFailures.ofFiles("the graph of " + network.name() + " in " + folder, e);
        }
    }

    ParameterFile made(String key) {
        return new ParameterFile(folder.resolve(key + ".bin"));
    }

    @Override
    public void close() {
        try {
            keeper.close();
        } catch (IOException e) {
            throw OrtFailures.ofFiles("removing " + folder, e);
        }
    }
}
