package dev.osediff.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osediff.RamPictureTagger;
import dev.osediff.backend.Device;
import dev.osediff.error.OsediffException;
import dev.osediff.image.ImageFiles;
import dev.osediff.network.ram.RamPicture.Shrinking;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code osediff tags}: says what a tagger sees in pictures, with probabilities. */
@Command(
        name = "tags",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Prints the tags of pictures as they are, with their probabilities, in the order of the tag list.")
final class TagsCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(arity = "1..*", paramLabel = "PICTURE", description = "Picture files, or folders of them.")
    private List<Path> pictures;

    @Option(
            names = "--tagger",
            required = true,
            paramLabel = "DIR",
            description = "Folder that 'osediff import --ram' wrote.")
    private Path folder;

    @Option(
            names = "--json",
            description = "Print one JSON object a line: picture, tags with probability and threshold.")
    private boolean json;

    @Option(
            names = "--antialiased",
            description = "Let every pixel of a large picture count. Default: two neighbours, as the reference does.")
    private boolean antialiased;

    @Option(
            names = {"-b", "--backend"},
            paramLabel = "NAME",
            description =
                    "Engine: java, djl, ...; 'doctor' lists them. Default: auto, the quickest one that runs here.")
    private String backend;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            converter = DeviceName.class,
            description = "cpu (default), cuda or cuda:N.")
    private Device device;

    @Option(names = "--threads", paramLabel = "N", description = "Worker threads. Default: one per processor.")
    private Integer threads;

    @Option(names = "--no-cache", description = "Keep no compiled networks on disk.")
    private boolean noCache;

    @Mixin
    private Messages messages;

    @Override
    public Integer call() {
        int code = ExitCode.OK;
        List<Path> files = new ArrayList<>();
        for (Path picture : pictures) {
            try {
                InputFiles.list(picture, false).forEach(input -> files.add(input.path()));
            } catch (OsediffException e) {
                messages.failure(e);
                code = ExitCode.FAILED;
            }
        }
        try (RamPictureTagger tagger = open()) {
            for (Path file : files) {
                try {
                    print(file, tagger.recognise(ImageFiles.read(file).image()));
                } catch (OsediffException e) {
                    messages.failure(e);
                    code = ExitCode.FAILED;
                }
            }
            if (messages.isVerbose()) {
                messages.progress(
                        tagger.name() + " on " + tagger.engine().backend().name() + "; "
                                + tagger.engine().reason());
            }
        }
        return code;
    }

    private RamPictureTagger open() {
        RamPictureTagger.Builder builder = RamPictureTagger.builder(folder);
        if (antialiased) {
            builder.shrinking(Shrinking.ANTIALIASED);
        }
        if (backend != null) {
            builder.backend(backend);
        }
        if (device != null) {
            builder.device(device);
        }
        if (threads != null) {
            builder.threads(threads);
        }
        if (noCache) {
            builder.withoutCache();
        }
        return builder.build();
    }

    private void print(Path file, List<RamPictureTagger.Tag> tags) {
        if (json) {
            messages.result(json(file, tags));
            return;
        }
        messages.result(file + ": " + tags.size() + " tags");
        for (RamPictureTagger.Tag tag : tags) {
            messages.result(String.format(Locale.ROOT, "  %.3f %s", tag.probability(), tag.text()));
        }
    }

    private static String json(Path file, List<RamPictureTagger.Tag> tags) {
        ObjectNode line = JSON.createObjectNode().put("picture", file.toString());
        ArrayNode list = line.putArray("tags");
        tags.forEach(tag -> list.addObject()
                .put("tag", tag.text())
                .put("probability", tag.probability())
                .put("threshold", tag.threshold()));
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers always have a JSON form", e);
        }
    }
}
