package dev.osediff.quantise;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a quantisation measured. Immutable.
 *
 * @param model name of the model
 * @param pictures names of the pictures it was measured on
 * @param skipped pictures that could not be used, with the reason
 * @param layers every convolution and linear layer
 * @param floatPsnr PSNR-Y to the ground truth in float32, mean over the pictures, decibels
 * @param quantisedPsnr the same in 8 bits, as the oracle computes it
 * @param agreement PSNR of the 8-bit result to the float32 result, over all pictures together, decibels
 * @param engines PSNR-Y, agreement and seconds of engines that really compute in 8 bits, or why there is none
 */
public record QuantisationReport(
        String model,
        List<String> pictures,
        Map<String, String> skipped,
        List<LayerReport> layers,
        double floatPsnr,
        double quantisedPsnr,
        double agreement,
        List<String> engines) {
    /** Copies the collections. */
    public QuantisationReport {
        pictures = List.copyOf(pictures);
        skipped = Map.copyOf(skipped);
        layers = List.copyOf(layers);
        engines = List.copyOf(engines);
    }

    /** Returns the PSNR-Y to the ground truth that 8 bits cost, in decibels. */
    public double loss() {
        return floatPsnr - quantisedPsnr;
    }

    /** Returns the number of layers that compute in 8 bits. */
    public long quantisedLayers() {
        return layers.stream().filter(LayerReport::quantised).count();
    }

    /** Returns a summary in lines. */
    public String text() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "model %s, %d pictures, %d of %d layers in 8 bits",
                model,
                pictures.size(),
                quantisedLayers(),
                layers.size());
        line(
                text,
                "PSNR-Y to the originals: float32 %.3f dB, 8 bits %.3f dB, loss %.3f dB",
                floatPsnr,
                quantisedPsnr,
                loss());
        line(text, "PSNR of 8 bits to float32: %.2f dB", agreement);
        if (quantisedLayers() == 0) {
            line(text, "no layer can compute in 8 bits within these targets: this model is as the float32 one");
        }
        layers.stream()
                .filter(layer -> !layer.quantised())
                .forEach(layer -> line(text, "float32: %s %s (%s)", layer.network(), layer.layer(), layer.reason()));
        skipped.forEach((name, reason) -> line(text, "skipped: %s (%s)", name, reason));
        engines.forEach(engine -> line(text, "%s", engine));
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }

    /** Returns the layers as comma-separated values with a header. */
    public String csv() {
        StringBuilder csv = new StringBuilder("network,layer,snr_db,harm,quantised,reason\n");
        for (LayerReport layer : layers) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%s,%s,%.2f,%.5f,%b,%s%n",
                    layer.network(),
                    layer.layer(),
                    layer.signalToNoise(),
                    layer.harm(),
                    layer.quantised(),
                    layer.reason()));
        }
        return csv.toString();
    }
}
