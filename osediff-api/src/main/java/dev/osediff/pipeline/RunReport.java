package dev.osediff.pipeline;

import java.util.List;
import java.util.Map;

/**
 * What one run did.
 *
 * @param working size that the network worked at
 * @param tilePlans tile plan of each tiled stage, by the stage's lower-case name
 * @param milliseconds wall time of each stage, by the stage's lower-case name
 * @param warnings what differs from what was asked
 */
public record RunReport(
        Size working, Map<String, String> tilePlans, Map<String, Double> milliseconds, List<String> warnings) {}
