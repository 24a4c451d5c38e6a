package dev.osediff.metrics;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.osediff.error.ModelException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** NIQE's models as JSON files, read strictly. Stateless and thread-safe. */
public final class NiqeModelFile {
    private static final String SHIPPED = "niqe-pristine.json";
    private static final int MOST_BYTES = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private NiqeModelFile() {}

    /** Returns the model that the library ships, fitted on the photographs that the embedded model was trained on. */
    public static NiqeModel shipped() {
        try (InputStream in = NiqeModelFile.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw invalid(SHIPPED, "no such resource", null);
            }
            return parse(in.readAllBytes(), SHIPPED);
        } catch (IOException e) {
            throw invalid(SHIPPED, e.toString(), e);
        }
    }

    /**
     * Reads a model.
     *
     * @throws ModelException if the file is missing, damaged, or of another form
     */
    public static NiqeModel read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                throw invalid(file.toString(), Files.exists(file) ? "no file of at most 1 MiB" : "no such file", null);
            }
            return parse(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw invalid(file.toString(), e.toString(), e);
        }
    }

    private static NiqeModel parse(byte[] json, String origin) {
        try {
            NiqeModel model = JSON.readValue(json, NiqeModel.class);
            if (model == null) {
                throw invalid(origin, "null", null);
            }
            return model;
        } catch (IOException e) {
            throw invalid(origin, e.getMessage(), e);
        }
    }

    private static ModelException invalid(String origin, String found, Throwable cause) {
        Problem problem = new Problem(
                "pristine model " + origin,
                found,
                "a file of osediff fit-niqe, format " + NiqeModel.FORMAT,
                "Fit one from a folder of good pictures: osediff fit-niqe FOLDER -o FILE.");
        return cause == null ? new ModelException(problem) : new ModelException(problem, cause);
    }

    /**
     * Writes a model.
     *
     * @throws OutputException if the file cannot be written
     */
    public static void write(NiqeModel model, Path file) {
        try {
            Files.write(file, JSON.writeValueAsBytes(model));
        } catch (IOException e) {
            throw new OutputException(
                    new Problem(
                            "pristine model " + file, e.toString(), "a file that can be written", "Check the folder."),
                    e);
        }
    }
}
