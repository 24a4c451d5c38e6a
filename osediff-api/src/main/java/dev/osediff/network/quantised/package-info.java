/** Layers in 8 bits: their levels, what is needed to find them, and an oracle of how engines compute on them. */
package dev.osediff.network.quantised;
