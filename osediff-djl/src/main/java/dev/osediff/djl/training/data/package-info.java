/** Training pictures: photographs from Debian packages, generated ones, and the seeded stream of degraded pairs. */
package dev.osediff.djl.training.data;
