package dev.osediff.examples.cli;

import java.io.Console;

/** Tells whether a person watches. */
final class Terminal {
    /** Set by the launcher script, which can ask about standard error alone. */
    private static final String PROPERTY = "osediff.terminal";

    private Terminal() {}

    static boolean isInteractive() {
        String told = System.getProperty(PROPERTY);
        return told != null ? Boolean.parseBoolean(told) : System.console() != null && isTerminal(System.console());
    }

    /** From Java 22 on there is always a console, and it says whether it is a terminal. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
