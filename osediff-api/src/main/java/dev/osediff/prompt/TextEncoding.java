package dev.osediff.prompt;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.osediff.prompt.SpecialTokenSplitter.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** From a text to its tokens, without start, end and padding. Immutable but for a cache of words; thread-safe. */
final class TextEncoding {
    private static final int CACHED_WORDS = 4096;
    private static final int LONGEST_CACHED_WORD = 64;

    private final SpecialTokenSplitter asGiven;
    private final SpecialTokenSplitter normalised;
    private final BytePairEncoder encoder;
    private final Cache<String, int[]> cache =
            CacheBuilder.newBuilder().maximumSize(CACHED_WORDS).build();

    TextEncoding(SpecialTokens special, BytePairEncoder encoder) {
        this.encoder = encoder;
        asGiven = splitter(special, token -> !token.normalized());
        normalised = splitter(special, SpecialToken::normalized);
    }

    /** Of tokens with one text, the first says how it is looked for. */
    private static SpecialTokenSplitter splitter(SpecialTokens special, Predicate<SpecialToken> isWanted) {
        Map<String, SpecialToken> byText = new LinkedHashMap<>();
        for (SpecialToken token : List.of(special.start(), special.end(), special.unknown(), special.pad())) {
            byText.putIfAbsent(token.content(), token);
        }
        return new SpecialTokenSplitter(byText.values().stream()
                .filter(isWanted)
                .map(token -> token.normalized() ? token.withNormalisedContent() : token)
                .toList());
    }

    /** Returns the tokens of a text, or at least the first {@code most} of them: the rest is not looked at. */
    IdList encode(String text, int most) {
        IdList ids = new IdList();
        for (Part part : asGiven.split(TextNormaliser.wellFormed(text))) {
            if (ids.size() >= most) {
                break;
            }
            if (part.token() != null) {
                ids.add(part.token().id());
            } else {
                encodeNormalised(TextNormaliser.normalise(part.text()), most, ids);
            }
        }
        return ids;
    }

    private void encodeNormalised(String text, int most, IdList ids) {
        for (Part part : normalised.split(text)) {
            if (part.token() != null) {
                ids.add(part.token().id());
                continue;
            }
            WordReader words = new WordReader(part.text());
            String word = words.next();
            while (word != null && ids.size() < most) {
                ids.add(tokens(word));
                word = words.next();
            }
        }
    }

    private int[] tokens(String word) {
        if (word.length() > LONGEST_CACHED_WORD) {
            return encoder.encode(word);
        }
        int[] known = cache.getIfPresent(word);
        if (known == null) {
            known = encoder.encode(word);
            cache.put(word, known);
        }
        return known;
    }
}
