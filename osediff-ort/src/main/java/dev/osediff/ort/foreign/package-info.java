/** Super-resolution models in ONNX files that others have exported: read, checked, and run as they are. */
package dev.osediff.ort.foreign;
