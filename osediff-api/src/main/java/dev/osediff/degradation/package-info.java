/**
 * Seeded synthetic degradation of pictures: the second-order chain of Real-ESRGAN that OSEDiff trains on, milder
 * chains, and fixed ones for evaluation. Equal seed and configuration give equal samples on every JVM.
 */
package dev.osediff.degradation;
