/** Models on disk and in the jar: manifest, weights, and the checks between them. */
package dev.osediff.model;
