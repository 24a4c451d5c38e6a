package dev.osediff.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.SuperResolver;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The order of the packages: each lives on a floor and may name its own floor and those below, without cycles. */
class ArchitectureTest {
    private static final String ROOT = "dev.osediff";

    /** A package below one of these lives on its floor. */
    private static final Map<String, Integer> FLOORS = Map.ofEntries(
            Map.entry("error", 0),
            Map.entry("image", 1),
            Map.entry("network", 1),
            Map.entry("tile", 1),
            Map.entry("checkpoint", 2),
            Map.entry("color", 2),
            Map.entry("degradation", 2),
            Map.entry("metrics", 2),
            Map.entry("prompt", 2),
            Map.entry("backend", 3),
            Map.entry("model", 3),
            Map.entry("pipeline", 4),
            Map.entry("quantise", 6));

    private static final int TOP_FLOOR = 5;
    private static final List<String> ENGINES = List.of("ai.djl", "ai.onnxruntime", "org.bytedeco");

    private static PackageGraph graph;

    @BeforeAll
    static void readClasses() throws IOException, URISyntaxException {
        graph = PackageGraph.ofClasses(Path.of(SuperResolver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()));
    }

    private static boolean isOurs(String name) {
        return name.equals(ROOT) || name.startsWith(ROOT + ".");
    }

    private static int floorOf(String name) {
        if (name.equals(ROOT)) {
            return TOP_FLOOR;
        }
        Integer floor = FLOORS.get(name.substring(ROOT.length() + 1).split("\\.")[0]);
        assertNotNull(floor, () -> "package " + name + " has no floor: put it where it belongs");
        return floor;
    }

    @Test
    void theClassesWereFound() {
        assertTrue(
                graph.targetsOf(ROOT).contains("dev.osediff.pipeline"),
                graph.packages().toString());
        assertTrue(graph.targetsOf("dev.osediff.image").contains("dev.osediff.error"));
        assertTrue(graph.targetsOf("dev.osediff.image").contains("java.awt.image"));
        assertTrue(
                graph.packages().stream().allMatch(ArchitectureTest::isOurs),
                graph.packages().toString());
    }

    @Test
    void noPackageNamesAHigherFloor() {
        List<String> upward = new ArrayList<>();
        for (String from : graph.packages()) {
            for (String to : graph.targetsOf(from)) {
                if (isOurs(to) && floorOf(to) > floorOf(from)) {
                    upward.add(from + " -> " + to);
                }
            }
        }
        assertEquals(List.of(), upward);
    }

    @Test
    void thePackagesHaveNoCycles() {
        assertEquals(List.of(), graph.findCycle());
    }

    @Test
    void noPackageNamesAnEngine() {
        for (String from : graph.packages()) {
            for (String to : graph.targetsOf(from)) {
                assertTrue(ENGINES.stream().noneMatch(to::startsWith), from + " -> " + to);
            }
        }
    }

    /** What is optional on the class path is asked for by one package, and that package by none. */
    @Test
    void onlyItsOwnPackageNamesLangchain4j() {
        String adapter = "dev.osediff.prompt.langchain";
        assertTrue(graph.targetsOf(adapter).stream().anyMatch(to -> to.startsWith("dev.langchain4j")));
        for (String from : graph.packages()) {
            for (String to : graph.targetsOf(from)) {
                boolean isOptional = to.startsWith("dev.langchain4j") || to.equals(adapter);
                assertTrue(!isOptional || from.equals(adapter), from + " -> " + to);
            }
        }
    }

    @Test
    void aCycleWouldBeFound() {
        PackageGraph cyclic = new PackageGraph();
        cyclic.add("a", "b");
        cyclic.add("b", "c");
        cyclic.add("b", "d");
        cyclic.add("c", "d");
        assertEquals(List.of(), cyclic.findCycle());
        cyclic.add("d", "b");
        assertEquals(List.of("b", "c", "d", "b"), cyclic.findCycle());
    }
}
