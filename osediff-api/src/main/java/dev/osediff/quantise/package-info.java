/** Prepares models for 8-bit arithmetic: measures which values flow, chooses levels, and finds the layers that cannot bear them. */
package dev.osediff.quantise;
