/** Writes networks as ONNX graphs: {@link dev.osediff.ort.writer.OnnxOps}. */
package dev.osediff.ort.writer;
