/**
 * Networks, written once over {@link dev.osediff.network.Ops}, and the parameters they ask for. Knows no engine, no file
 * format and no picture.
 */
package dev.osediff.network;
