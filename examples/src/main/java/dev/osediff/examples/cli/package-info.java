/** The command line {@code osediff}: each command is one class, options that commands share are mixed in. */
package dev.osediff.examples.cli;
