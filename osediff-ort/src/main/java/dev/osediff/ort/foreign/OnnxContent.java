package dev.osediff.ort.foreign;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an ONNX file says of itself, as far as it decides whether it can be run here. Immutable.
 *
 * @param opsets version of each operator domain; the standard one is the empty text
 * @param operators every operator, subgraphs included, as "domain:name"
 * @param externalFiles the locations of tensors outside the file
 * @param inputs those that are not constants
 * @param outputs of the graph
 */
record OnnxContent(
        Map<String, Long> opsets,
        Set<String> operators,
        Set<String> externalFiles,
        List<Port> inputs,
        List<Port> outputs) {
    /** A dimension whose length is open. */
    static final long OPEN = -1;

    /**
     * An input or output.
     *
     * @param name of the value
     * @param elementType ONNX's number of the type; 0 if it is no tensor
     * @param axes lengths; {@link #OPEN} where the file leaves them open
     */
    record Port(String name, int elementType, List<Long> axes) {}
}
