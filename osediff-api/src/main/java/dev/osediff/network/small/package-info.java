/** The networks of the embedded model: bounded neighbourhood, normalisation across the channels of one pixel only. */
package dev.osediff.network.small;
