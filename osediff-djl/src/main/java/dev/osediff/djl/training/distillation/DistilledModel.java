package dev.osediff.djl.training.distillation;

import dev.osediff.network.Tensor;
import dev.osediff.network.lora.LoraState;
import java.util.Map;

/**
 * What distillation made.
 *
 * @param parameters all of encoder, unet and decoder, with adapters merged
 * @param adapters by part, {@code encoder}, {@code decoder} or {@code unet}; of those that have any
 * @param steps optimiser steps done
 * @param seconds training time
 * @param figures of the last validation by name, as {@code validation.csv} has them; empty if there was none
 */
public record DistilledModel(
        Map<String, Tensor> parameters,
        Map<String, LoraState> adapters,
        long steps,
        double seconds,
        Map<String, Double> figures) {}
