/**
 * The public API: {@link dev.osediff.SuperResolver} enlarges pictures, {@link dev.osediff.UpscaleOptions} says how,
 * {@link dev.osediff.UpscaleResult} holds the picture and how it was made.
 */
package dev.osediff;
