package dev.osediff.examples.cli;

import java.nio.file.Path;

/**
 * One picture to read and one to write.
 *
 * @param input what is read
 * @param output what is written
 */
record FileJob(Path input, Path output) {}
