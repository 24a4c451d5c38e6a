import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the golden fixture of ClipTokenizer: what Hugging Face's tokenizers library gives for some hundred texts, and the
 * part of CLIP's vocabulary that these texts use. Needs ai.djl.huggingface:tokenizers:0.36.0 with what it depends on, which
 * brings the library for Linux, macOS and Windows:
 *
 *   java -cp 'FOLDER_OF_JARS/*' ClipTokenizerGolden.java TOKENIZER_FOLDER OUTPUT_FOLDER
 *
 * TOKENIZER_FOLDER has CLIP's public vocab.json and merges.txt.
 */
public class ClipTokenizerGolden {
    static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    static final int LENGTH = 77;
    static final String START = "<|startoftext|>";
    static final String END = "<|endoftext|>";

    /** One text, given as a piece and how often it is repeated, and the ids without padding. */
    record Case(String text, int times, long[] ids, boolean truncated) {}

    static Map<String, Integer> vocabulary = new LinkedHashMap<>();
    static List<String> merges;

    public static void main(String[] arguments) throws IOException {
        Path from = Path.of(arguments[0]);
        Path to = Path.of(arguments[1]);
        GSON.fromJson(Files.readString(from.resolve("vocab.json")), JsonObject.class)
                .entrySet()
                .forEach(e -> vocabulary.put(e.getKey(), e.getValue().getAsInt()));
        merges = Files.readAllLines(from.resolve("merges.txt")).stream().skip(1).filter(l -> !l.isEmpty()).toList();
        Set<String> used = new TreeSet<>(List.of(START, END, "!"));
        Map<String, List<Case>> cases = new TreeMap<>();
        cases.put("stable-diffusion-2", cases(special("!", false), texts(), used));
        cases.put("stable-diffusion-2-normalized", cases(special("!", true), specialTexts(), used));
        cases.put("clip", cases(special(END, false), specialTexts(), used));
        Files.createDirectories(to);
        writeCases(to.resolve("cases.json"), cases);
        writeVocabulary(to, used);
    }

    // ---- texts ----------------------------------------------------------------------------------------------------

    static List<Object> texts() {
        List<Object> all = new ArrayList<>(specialTexts());
        all.addAll(Arrays.asList(
                "", " ", " \t\n ", "a", "A", "a photo of a cat", "  A  Photo\tof\na CAT  ", "cat, grass, sit, ,", "cat,grass,sit",
                "cat, grass, sit, a sharp photo,", "masterpiece, best quality, 4k, 8K UHD, ultra-detailed",
                "clean, high-resolution, 8k, sharp", "portrait of an old man with a white beard, 85mm f/1.4, ISO 100",
                "oil painting of the sea at 5:30pm (by J.M.W. Turner)", "(masterpiece:1.2), [cat|dog], {tree}, <lora:x:0.8>",
                "don't can't it's we're I've I'm they'll he'd rock'n'roll 'tis 'S 'T 'RE 'VE 'M 'LL 'D O'Reilly's dogs' 'reindeer",
                "''s '''s x'sy 's's'", "co\u2019est l\u2019\u00e9t\u00e9 don\u2019t",
                "1234567890", "3.14159", "1,000,000", "x2 4x 16x16", "\u00bd \u00b2 \u2167 \u0663\u0664 \u2460 \u4e09",
                "...", "?!?!", "--", "- - -", "a--b", "hello...world", "#$%&*+=@^_`|~", "\\ / \" '", "<>", "()[]{}", "\u2026\u2014\u2013\u00ab\u00bb\u201c\u201d",
                "caf\u00e9 na\u00efve r\u00e9sum\u00e9 Z\u00fcrich", "cafe\u0301 nai\u0308ve re\u0301sume\u0301 Zu\u0308rich",
                "q\u0323\u0307 q\u0307\u0323 \u1e0b\u0323", "\u212b \u00c5 A\u030a \u2126 \u03a9", "e\u0301\u0301\u0301", "\u0301 alone", " \u0301",
                "Stra\u00dfe STRASSE \u1e9e", "\u0130stanbul I\u0131 ISTANBUL istanbul \u0131", "\u03a3\u0391\u03a3 \u03bf\u03b4\u03cc\u03c2 \u039f\u0394\u039f\u03a3 \u03a3", "\u01c4 \u01c5 \u01c6",
                "\ufb01 \ufb03 \uff21\uff22\uff43 \u2460", "\u732b\u306e\u5199\u771f", "\u30ab\u30bf\u30ab\u30ca \u3072\u3089\u304c\u306a \u6f22\u5b57", "\u4e00\u53ea\u732b\uff0c\u5750\u5728\u8349\u5730\u4e0a\u3002", "\ud55c\uad6d\uc5b4 \u1112\u1161\u11ab\u1100\u116e\u11a8",
                "\u0642\u0637\u0629 \u0639\u0644\u0649 \u0627\u0644\u0639\u0634\u0628", "\u0642\u0650\u0637\u064e\u0651\u0629", "\u0905\u092a\u0928\u0940 \u0939\u093f\u0928\u094d\u0926\u0940 \u0915\u094d\u0937\u093f", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd", "\u043a\u043e\u0448\u043a\u0430 \u041d\u0410 \u0422\u0440\u0430\u0432\u0435 \u0439 \u0438\u0306", "ti\u1ebfng Vi\u1ec7t tie\u0302\u0301ng",
                "\ud83d\ude00 \ud83d\ude00\ud83d\ude00 cat\ud83d\ude3acat", "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66", "\ud83d\udc4d\ud83c\udffd \ud83d\udc4d\ud83c\udfff", "\ud83c\uddeb\ud83c\uddf7 \ud83c\uddef\ud83c\uddf5", "\u2764\ufe0f \u2764 \u2602\ufe0e", "1\ufe0f\u20e3",
                "&amp; &lt;b&gt; &#39; &nbsp; &amp;amp;", "a&quot;b", "\u00e2\u20ac\u2122 mojibake \u00c3\u00a9",
                "a\u0000b", "\u0000", "a\u0001\u0002b", "a\u001cb", "a\u007fb", "a\u0085b", "a\u00a0b", "a\u00adb", "a\u1680b", "a\u180eb", "a\u2003\u2009b", "a\u200bb", "a\u200c\u200db", "a\u2028b\u2029c", "a\u202fb", "a\u205fb", "a\u2060b", "a\u3000b", "\ufeffa", "a\r\nb", "a\u000b\fb",
                "\ufffd", "a\ufffdb", "\uffff", "\ud83f\udfff", "\udbff\udffd", "\ue000", "\u200e\u200f\u202a\u202e",
                "https://example.org/a_b?c=1&d=%20#x", "e-mail: a.b@c.de", "C:\\temp\\x.png", "snake_case camelCase PascalCase kebab-case", "pneumonoultramicroscopicsilicovolcanoconiosis", "supercalifragilisticexpialidocious", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "xqzjvkw", "zzzzzzzzzzzzzzzzzzzzzzzzzzzz", "hahahahahahahaha", "lololololol"));
        for (Object[] repeated : new Object[][] {
            {"a", 1000}, {"ab", 500}, {"haha", 20000}, {"the cat ", 100}, {"cat, ", 38}, {"cat ", 74}, {"cat ", 75}, {"cat ", 76},
            {"\ud83d\ude00", 300}, {"1", 75}, {"1", 76}, {" ", 100000}, {"a ", 50000}, {".", 1000}, {"\u0301", 200}, {"qx", 30},
            {"!", 75}, {"!", 100}, {END, 80}, {"a" + START, 60}, {"\u732b", 400}, {"lowest newer ", 8000}
        }) {
            all.add(repeated);
        }
        Random random = new Random(1);
        for (int i = 0; i < 150; i++) {
            all.add(words(random));
        }
        String[] pools = {
            "abcdefghijklmnopqrstuvwxyz", "AbCdE 'stmlrevd", "0123456789., x", "\u00e9\u00e8\u0130\u00df\u0131\u03a3\u03c2\u03c3 ", "eo\u0301\u0308\u0323\u0307 n\u0303",
            "\u732b\u306e\u5199\u771f \u3002\uff0c", "\u0642\u0637\u0629 \u0939\u093f\u0928\u094d\u0926", "\ud83d\ude00\ud83d\udc68\u200d\ud83d\udc4d\ud83c\udffd\u2764\ufe0f ", "\t\n\r\u0085\u00a0\u2003\u3000\u200bx", "!?.,;:-_#&<|>'\" "
        };
        for (int i = 0; i < 150; i++) {
            all.add(letters(random, pools[i % pools.length]));
        }
        return all;
    }

    static List<Object> specialTexts() {
        return List.of(
                START, END, "a" + END + "b", "a " + END + " b", END + END, START + " a cat " + END, "<|STARTOFTEXT|> x", "a<|EndOfText|>", "<|endoftext|", "<|<|endoftext|>|>",
                "!", "!!", "!!!!", "hello!", "hello !", "a!b!c", "wow!!! amazing!!1", "\u00a1hola! \uff01", "!'s", "'s!", "e!\u0301", "!" + START + "!", " ! ", "x" + END + "'s", "\u03a3!\u03a3", "don!'t");
    }

    static String words(Random random) {
        String[] nouns = "cat dog tree house mountain river city street woman man child flower car bird horse boat bridge castle forest beach sky cloud sun window table book".split(" ");
        String[] others = "red blue green golden old young small huge beautiful blurry sharp detailed realistic vintage dark bright sunny foggy wooden standing sitting running on in under near with and of the a".split(" ");
        StringBuilder out = new StringBuilder();
        int count = 2 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            String[] list = random.nextBoolean() ? nouns : others;
            String word = list[random.nextInt(list.length)];
            out.append(random.nextInt(8) == 0 ? word.toUpperCase() : word).append(random.nextInt(3) == 0 ? ", " : " ");
        }
        return out.toString();
    }

    static String letters(Random random, String pool) {
        int[] letters = pool.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        int count = 1 + random.nextInt(14);
        for (int i = 0; i < count; i++) {
            out.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return out.toString();
    }

    // ---- the library ----------------------------------------------------------------------------------------------

    static List<Object> special(String pad, boolean normalized) {
        Set<List<Object>> tokens = new java.util.LinkedHashSet<>();
        tokens.add(List.of(START, normalized));
        tokens.add(List.of(END, normalized));
        if (!pad.equals(END)) {
            tokens.add(List.of(pad, false));
        }
        return new ArrayList<>(tokens);
    }

    static List<Case> cases(List<Object> special, List<Object> texts, Set<String> used) throws IOException {
        Path file = Files.createTempFile("tokenizer", ".json");
        Files.writeString(file, GSON.toJson(definition(special)));
        Map<Integer, String> tokens = new HashMap<>();
        vocabulary.forEach((token, id) -> tokens.put(id, token));
        List<Case> cases = new ArrayList<>();
        Map<String, String> options = Map.of("padding", "false", "truncation", "false");
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(file, options)) {
            for (Object text : texts) {
                String piece = text instanceof Object[] pair ? (String) pair[0] : (String) text;
                int times = text instanceof Object[] pair ? (Integer) pair[1] : 1;
                long[] ids = tokenizer.encode(piece.repeat(times), true, false).getIds();
                for (long id : ids) {
                    used.add(tokens.get((int) id));
                }
                boolean truncated = ids.length > LENGTH;
                if (truncated) {
                    ids = Arrays.copyOf(ids, LENGTH);
                    ids[LENGTH - 1] = vocabulary.get(END);
                }
                cases.add(new Case(piece, times, ids, truncated));
            }
        }
        Files.delete(file);
        return cases;
    }

    /** The components that transformers' fast CLIP tokenizer puts together. */
    static Object definition(List<Object> special) {
        List<Object> added = new ArrayList<>();
        for (Object token : special) {
            List<?> pair = (List<?>) token;
            added.add(Map.of("id", vocabulary.get(pair.get(0)), "content", pair.get(0), "single_word", false, "lstrip", false,
                    "rstrip", false, "normalized", pair.get(1), "special", true));
        }
        Object normalizers = List.of(Map.of("type", "NFC"),
                Map.of("type", "Replace", "pattern", Map.of("Regex", "\\s+"), "content", " "), Map.of("type", "Lowercase"));
        Object splits = List.of(
                Map.of("type", "Split", "pattern", Map.of("Regex", "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"),
                        "behavior", "Removed", "invert", true),
                Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", true));
        return Map.of("version", "1.0", "added_tokens", added,
                "normalizer", Map.of("type", "Sequence", "normalizers", normalizers),
                "pre_tokenizer", Map.of("type", "Sequence", "pretokenizers", splits),
                "post_processor", Map.of("type", "RobertaProcessing", "sep", List.of(END, vocabulary.get(END)),
                        "cls", List.of(START, vocabulary.get(START)), "trim_offsets", false, "add_prefix_space", false),
                "model", Map.of("type", "BPE", "unk_token", END, "continuing_subword_prefix", "", "end_of_word_suffix", "</w>",
                        "fuse_unk", false, "vocab", vocabulary, "merges", merges));
    }

    // ---- files ----------------------------------------------------------------------------------------------------

    static void writeCases(Path file, Map<String, List<Case>> cases) throws IOException {
        StringBuilder out = new StringBuilder("{\n");
        for (Map.Entry<String, List<Case>> entry : cases.entrySet()) {
            out.append(out.length() > 2 ? ",\n" : "").append(GSON.toJson(entry.getKey())).append(": [\n");
            List<String> lines = entry.getValue().stream().map(GSON::toJson).toList();
            out.append(String.join(",\n", lines)).append("\n]");
        }
        Files.writeString(file, out.append("\n}\n"));
    }

    /** All merges that make a used token or a part of one, in their order, and the tokens that they name. */
    static void writeVocabulary(Path folder, Set<String> used) throws IOException {
        Set<String> wanted = new TreeSet<>(used);
        List<String> kept = new ArrayList<>();
        for (int i = merges.size() - 1; i >= 0; i--) {
            String[] pair = merges.get(i).split(" ");
            if (wanted.contains(pair[0] + pair[1])) {
                wanted.addAll(List.of(pair));
                kept.add(0, merges.get(i));
            }
        }
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", kept) + "\n");
        Map<String, Integer> entries = new LinkedHashMap<>();
        vocabulary.forEach((token, id) -> {
            if (id < 512 || wanted.contains(token)) {
                entries.put(token, id);
            }
        });
        Files.writeString(folder.resolve("vocab.json"), GSON.toJson(entries).replaceAll("(\\d),\"", "$1,\n\"") + "\n");
    }
}
