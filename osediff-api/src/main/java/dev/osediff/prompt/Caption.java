package dev.osediff.prompt;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes one sentence about a picture out of a vision-language model's answer: without the speaker's name, without "The image
 * shows", without the full stop. Stateless and thread-safe.
 */
final class Caption {
    /** Some 77 tokens of English have 350 characters. */
    static final int MOST_CHARACTERS = 512;

    private static final String PICTURE = "(?:image|picture|photo(?:graph)?|scene|snapshot)";
    private static final String KIND = "(?:low[- ]quality|low[- ]resolution|blurry|blurred|degraded|given|provided)";
    private static final String CAPTION = "(?:caption|description|answer|sentence|prompt|summary)";

    private static final String THIS_PICTURE = "(?:this|the) (?:" + KIND + " )?" + PICTURE;

    /** Each is taken off the beginning, as long as one fits. */
    private static final List<Pattern> OPENINGS = List.of(
            opening(
                    "(?:(?:an?|the|my|short|brief|detailed|concise|one[- ]sentence) ){0,3}(?:assistant|ai|system|user|human"
                            + "|bot|model|llava|gpt|response|output|result|content|image|picture|photo|" + CAPTION
                            + ")\\s*[:\uFF1A\\n]"),
            opening("(?:sure(?: thing)?|certainly|of course|absolutely|okay|ok|yes|great|gladly)\\b\\s*[,.!:;]"),
            opening("here(?:'s| is| are)\\b[^.:!?\\n]{0,100}:"),
            opening("(?:in|from) " + THIS_PICTURE + "(?:,|(?=\\s+(?:there|we|you|one|i)\\b))"),
            opening("(?:there (?:is|are)|(?:we|you|one|i) (?:can )?see)\\b"),
            opening("(?:it|this|" + THIS_PICTURE
                    + ") (?:clearly )?(?:appears to )?(?:shows?|depicts?|features?|displays?"
                    + "|captures?|presents?|portrays?|contains?|illustrates?|showcases?)\\b:?"),
            opening("(?:this|it|" + THIS_PICTURE + ") is (?=an? |the )"),
            opening("[\\s,;:.!?\\-\u2013\u2014]+"));

    /** Answers that begin with more openings than these are not worth more work. */
    private static final int MOST_ROUNDS = 16;

    private static final Pattern SENTENCE_END = Pattern.compile("[.!?\u2026]+(?=\\s|$)|[\u3002\uFF01\uFF1F]|\\n");
    private static final Pattern SHORT_FORM =
            Pattern.compile("(?i)(?:^|[\\s(])(?:mr|mrs|ms|dr|st|vs|etc|approx|e\\.g|i\\.e|[a-z])$");
    private static final Pattern REFUSAL =
            Pattern.compile("(?i)^(?:i(?:'m| am) (?:really |very )?sorry|sorry|my apologies"
                    + "|i apologi[sz]e|i (?:cannot|can't|can not|could not|couldn't)|i(?:'m| am) (?:unable|not able)"
                    + "|as an? (?:ai|language model)|unfortunately)\\b");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]");
    private static final Pattern CLOSING = Pattern.compile("[\\s,;:.!?\u2026\u3002\uFF01\uFF1F\\-\u2013\u2014]+$");
    private static final Pattern EXCLAMATIONS = Pattern.compile("\\s*!+");

    private Caption() {}

    private static Pattern opening(String form) {
        return Pattern.compile("^\\s*(?:" + form + ")\\s*", Pattern.CASE_INSENSITIVE);
    }

    /** Returns the sentence, at most {@value #MOST_CHARACTERS} characters on one line; empty if the answer has none. */
    static String of(String answer) {
        String text = withoutOpenings(PlainAnswer.of(answer));
        if (isRefusal(text)) {
            return "";
        }
        // Stable Diffusion 2's tokenizer takes "!" for its padding.
        String sentence = EXCLAMATIONS.matcher(firstSentence(text)).replaceAll("");
        String cut = ClauseCut.fit(sentence, words -> words.length() <= MOST_CHARACTERS);
        if (cut.isEmpty()) {
            cut = sentence.substring(0, sentence.offsetByCodePoints(0, mostCodePoints(sentence)));
        }
        String caption = CLOSING.matcher(cut).replaceAll("");
        return WORD.matcher(caption).find() ? caption : "";
    }

    /** Tells whether a model says that it will not, or cannot, describe a picture. */
    static boolean isRefusal(String text) {
        return REFUSAL.matcher(text).lookingAt();
    }

    private static String withoutOpenings(String text) {
        String rest = text;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            int before = rest.length();
            for (Pattern opening : OPENINGS) {
                rest = without(opening, rest);
            }
            if (rest.length() == before) {
                return rest;
            }
        }
        return rest;
    }

    /** An opening with no word behind it stays: it may be all that was said. */
    private static String without(Pattern opening, String text) {
        Matcher found = opening.matcher(text);
        boolean isThere = found.find()
                && WORD.matcher(text).region(found.end(), text.length()).find();
        return isThere ? text.substring(found.end()) : text;
    }

    private static String firstSentence(String text) {
        Matcher end = SENTENCE_END.matcher(text);
        int start = 0;
        while (end.find()) {
            String sentence = text.substring(start, end.start());
            if (!WORD.matcher(sentence).find()) {
                start = end.end();
            } else if (!isShortForm(text, sentence, end)) {
                return sentence.strip();
            }
        }
        return text.substring(start).strip();
    }

    private static boolean isShortForm(String text, String sentence, Matcher end) {
        return end.group().equals(".")
                && end.end() < text.length()
                && SHORT_FORM
                        .matcher(sentence.substring(Math.max(0, sentence.length() - 8)))
                        .find();
    }

    private static int mostCodePoints(String text) {
        return Math.min(text.codePointCount(0, text.length()), MOST_CHARACTERS / 2);
    }
}
