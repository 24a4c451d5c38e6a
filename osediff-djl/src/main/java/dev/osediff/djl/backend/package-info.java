/** Runs networks on PyTorch through DJL's arrays. */
package dev.osediff.djl.backend;
