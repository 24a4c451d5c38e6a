package dev.osediff;

import dev.osediff.pipeline.Stage;
import dev.osediff.pipeline.StageTiling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a model's stages are cut, as far as options decide it. */
interface ModelTiles {
    /** Tells whether tiles equal the whole picture in any case, so that there is nothing to choose. */
    boolean areExact();

    /**
     * Returns the tiles of the stages that options decide.
     *
     * @throws dev.osediff.error.InvalidOptionException if the model has no such tiles
     */
    Map<Stage, StageTiling> of(UpscaleOptions options);

    /** Returns a sentence for each option that has no effect. */
    List<String> warnings(UpscaleOptions options);

    /** Returns the tiles of a model whose networks look at a bounded neighbourhood, which tiles have around them. */
    static ModelTiles exact(String modelName) {
        return fixed(true, " ignored: tiles of the model " + modelName + " are exact, with margins of their own.");
    }

    /** Returns the tiles of a model of one part, whose margins are smaller than what it could see. */
    static ModelTiles withMargins(String modelName) {
        return fixed(
                false, " ignored: the model " + modelName + " has one network, whose tiles have margins of their own.");
    }

    private static ModelTiles fixed(boolean exact, String because) {
        return new ModelTiles() {
            @Override
            public boolean areExact() {
                return exact;
            }

            @Override
            public Map<Stage, StageTiling> of(UpscaleOptions options) {
                return Map.of();
            }

            @Override
            public List<String> warnings(UpscaleOptions options) {
                List<String> warnings = new ArrayList<>();
                options.vaeTiling().ifPresent(tiling -> warnings.add("VAE tiling " + tiling + " was" + because));
                if (!options.networkTiles().equals(NetworkTiles.REFERENCE)) {
                    warnings.add("Tiles of single networks (" + options.networkTiles() + ") were" + because);
                }
                return warnings;
            }
        };
    }
}
