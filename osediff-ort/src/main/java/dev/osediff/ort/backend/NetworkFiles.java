package dev.osediff.ort.backend;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import dev.osediff.network.WeightProvider;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.ort.writer.Constant;
import dev.osediff.ort.writer.Place;
import dev.osediff.ort.writer.Value;
import dev.osediff.ort.writer.WrittenNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A folder with a network's parameters and a graph for each kind of input shapes. Removed on close. */
final class NetworkFiles implements AutoCloseable {
    private final Network network;
    private final Path folder;
    private final ParameterFile parameters;
    private final Set<String> names;

    /** Writes all parameters of a network into a new folder. */
    NetworkFiles(Network network, TensorSource source) {
        this.network = network;
        this.names = Set.copyOf(source.names());
        try {
            this.folder = Files.createTempDirectory("osediff-ort");
        } catch (IOException e) {
            throw OrtFailures.ofFiles("a temporary folder for " + network.name(), e);
        }
        this.parameters = new ParameterFile(folder.resolve("parameters.bin"));
        try (ParameterFile.Output out = parameters.open()) {
            Map<String, int[]> shapes = ParameterShapes.of(network, names);
            String[] current = new String[1];
            CheckpointWeights<Place> reader = new CheckpointWeights<>(source, tensor -> {
                try {
                    return out.write(current[0], tensor);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            shapes.forEach((name, shape) -> {
                current[0] = name;
                reader.fetch(name, shape);
            });
        } catch (IOException | UncheckedIOException e) {
            close();
            throw OrtFailures.ofFiles("the parameters of " + network.name() + " in " + folder, e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    Network network() {
        return network;
    }

    /** Writes the network for input shapes, in memory. */
    WrittenNetwork write(List<int[]> shapes) {
        return WrittenNetwork.of(network, new Parameters(), shapes);
    }

    /** Gives each parameter as a constant that is read from the file. */
    private final class Parameters implements WeightProvider<Value> {
        @Override
        public Value fetch(String path, int... shape) {
            return Value.of(new Constant(path, shape, () -> parameters.read(path, shape)));
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
        return file.place(constant.name(), constant.shape());
    }

    /** Writes a graph and what it makes of parameters. */
    Path save(String key, byte[] graph, WrittenNetwork written, ParameterFile made) {
        Path file = folder.resolve(key + ".onnx");
        try (ParameterFile.Output out = made.open()) {
            for (Constant constant : written.parameters()) {
                if (!parameters.has(constant.name())) {
                    out.write(constant.name(), constant.values().get());
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
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw OrtFailures.ofFiles("removing " + folder, e);
        }
    }
}
