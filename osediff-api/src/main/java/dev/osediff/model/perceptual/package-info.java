/** Published files of perceptual distances, as data. */
package dev.osediff.model.perceptual;
