package dev.osediff.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The tokens of a {@code vocab.json} and their ids. Immutable. */
final class Vocabulary {
    /** Ids travel as float32 values, which are exact up to here. */
    private static final int MOST_IDS = 1 << 24;

    private final TokenizerFile file;
    private final Map<String, Integer> ids;
    private final int largestId;

    /** Reads token to id; ids are whole numbers, each used once. */
    Vocabulary(TokenizerFile file) {
        this.file = file;
        JsonNode root = file.object();
        ids = new HashMap<>(2 * root.size());
        BitSet used = new BitSet();
        root.properties().forEach(entry -> {
            int id = id(entry.getKey(), entry.getValue());
            if (used.get(id)) {
                throw file.failure("id " + id + " of token " + entry.getKey() + " again", "each id once", null);
            }
            used.set(id);
            ids.put(entry.getKey(), id);
        });
        largestId = used.length() - 1;
    }

    private int id(String token, JsonNode value) {
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < 0
                || value.intValue() >= MOST_IDS) {
            throw file.failure("id " + value + " of token " + token, "whole numbers from 0 to " + (MOST_IDS - 1), null);
        }
        return value.intValue();
    }

    /** Returns the largest id, or -1 if there is none. */
    int largestId() {
        return largestId;
    }

    /** Returns a token's id, or null. */
    Integer find(String token) {
        return ids.get(token);
    }

    /** Returns the id of a token that must be there. */
    int require(String what, String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw file.failure("no token " + token, what + " " + token + " among the " + ids.size() + " tokens", null);
        }
        return id;
    }
}
