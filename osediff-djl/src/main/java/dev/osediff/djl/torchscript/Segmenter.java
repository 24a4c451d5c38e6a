package dev.osediff.djl.torchscript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cuts a script into methods of a few products each. PyTorch cannot stop within a call, and holds a call's arguments to its
 * end; between methods the caller may stop and frees what is needed no more. Statements that nobody reads are left out.
 */
final class Segmenter {
    /** A segment ends with the operation that goes beyond this many multiply-accumulates, 20 ms or so of work. */
    private static final double MOST_PRODUCTS = 2e9;

    /** Smaller scripts are cut into about as many segments. */
    private static final int FEWEST_SEGMENTS = 24;

    private static final Pattern IDENTIFIER = Pattern.compile("(?<![.\\w])[A-Za-z_]\\w*");

    private final List<Script.Statement> statements = new ArrayList<>();
    private final List<Set<String>> reads = new ArrayList<>();
    private final Predicate<String> isParameter;
    private final StringBuilder code = new StringBuilder();
    private final List<Segment> segments = new ArrayList<>();

    private Segmenter(Script script, Set<String> inputs, String result, Predicate<String> isParameter) {
        this.isParameter = isParameter;
        Set<String> known = new LinkedHashSet<>(inputs);
        script.statements().forEach(s -> known.add(s.result()));
        Set<String> needed = new LinkedHashSet<>(Set.of(result));
        for (int i = script.statements().size() - 1; i >= 0; i--) {
            Script.Statement statement = script.statements().get(i);
            if (needed.contains(statement.result())) {
                Set<String> read = identifiers(statement.expression());
                read.removeIf(name -> !known.contains(name) && !isParameter.test(name));
                needed.addAll(read);
                statements.add(0, statement);
                reads.add(0, read);
            }
        }
    }

    /**
     * Cuts.
     *
     * @param code receives the methods' text
     */
    static List<Segment> cut(
            Script script, Set<String> inputs, String result, Predicate<String> isParameter, StringBuilder code) {
        Segmenter segmenter = new Segmenter(script, inputs, result, isParameter);
        segmenter.cut(result);
        code.append(segmenter.code);
        return segmenter.segments;
    }

    private void cut(String result) {
        double all = statements.stream().mapToDouble(Script.Statement::products).sum();
        double most = Math.min(MOST_PRODUCTS, all / FEWEST_SEGMENTS);
        Map<String, Integer> lastRead = new LinkedHashMap<>();
        for (int i = 0; i < statements.size(); i++) {
            for (String name : reads.get(i)) {
                lastRead.put(name, i);
            }
        }
        lastRead.put(result, Integer.MAX_VALUE);
        int from = 0;
        double products = 0;
        for (int i = 0; i < statements.size(); i++) {
            products += statements.get(i).products();
            if (products > most || i == statements.size() - 1) {
                segment(from, i + 1, lastRead);
                from = i + 1;
                products = 0;
            }
        }
    }

    private void segment(int from, int to, Map<String, Integer> lastRead) {
        Set<String> made = new LinkedHashSet<>();
        Set<String> arguments = new LinkedHashSet<>();
        StringBuilder body = new StringBuilder();
        String heaviest = "glue";
        double most = 0;
        for (int i = from; i < to; i++) {
            Script.Statement statement = statements.get(i);
            reads.get(i).stream().filter(name -> !made.contains(name)).forEach(arguments::add);
            made.add(statement.result());
            body.append(statement.text());
            if (statement.products() > most) {
                most = statement.products();
                heaviest = statement.result();
            }
        }
        List<String> results =
                made.stream().filter(name -> lastRead.get(name) >= to).toList();
        List<String> last = arguments.stream()
                .filter(name -> !isParameter.test(name) && lastRead.get(name) < to)
                .toList();
        String method = "s" + segments.size() + "_" + heaviest;
        String parameters =
                arguments.stream().map(name -> ", " + name + ": Tensor").collect(Collectors.joining());
        code.append("  def ").append(method).append("(self: __torch__.M").append(parameters);
        code.append(") -> List[Tensor]:\n").append(body);
        code.append("    return [").append(String.join(", ", results)).append("]\n");
        segments.add(new Segment(method, List.copyOf(arguments), results, last));
    }

    private static Set<String> identifiers(String expression) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = IDENTIFIER.matcher(expression);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }
}
