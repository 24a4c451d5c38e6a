package dev.osediff.djl.torchscript;

import java.util.ArrayList;
import java.util.List;

/** The statements of one function under construction, in order. */
final class Script {
    private final List<Statement> statements = new ArrayList<>();

    /**
     * An assignment.
     *
     * @param result the variable that it defines
     * @param products multiply-accumulates that it costs
     * @param expression what is assigned
     */
    record Statement(String result, double products, String expression) {
        String text() {
            return "    " + result + " = " + expression + '\n';
        }
    }

    /** Appends an assignment to a new variable and returns its name: the hint and a number that no other has. */
    String add(String hint, double products, String expression) {
        String name = hint + (hint.equals("v") ? "" : "_") + statements.size();
        statements.add(new Statement(name, products, expression));
        return name;
    }

    List<Statement> statements() {
        return statements;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        statements.forEach(statement -> text.append(statement.text()));
        return text.toString();
    }
}
