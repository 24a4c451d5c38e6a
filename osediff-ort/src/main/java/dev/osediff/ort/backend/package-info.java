/** Runs networks on ONNX Runtime. */
package dev.osediff.ort.backend;
