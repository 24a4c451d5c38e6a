/** The ONNX file format: its messages in protocol buffers' wire format, as far as this library writes and reads them. */
package dev.osediff.ort.onnx;
