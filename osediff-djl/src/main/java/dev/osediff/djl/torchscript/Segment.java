package dev.osediff.djl.torchscript;

import java.util.List;

/**
 * A part of a script that runs without a stop: one method of the module.
 *
 * @param method the method's name
 * @param arguments what it is called with, in order: variables of earlier segments, inputs of the script and parameters
 * @param results the variables that it returns, in order
 * @param last variables, not parameters, that no later segment needs
 */
public record Segment(String method, List<String> arguments, List<String> results, List<String> last) {}
