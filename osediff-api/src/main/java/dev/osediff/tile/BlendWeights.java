package dev.osediff.tile;

import java.util.List;

/** Normalised weights along one axis: for each segment one weight for each output pixel it keeps, adding up to 1 at every pixel. */
final class BlendWeights {
    private BlendWeights() {}

    /** Returns weights [segment][output pixel − first kept output pixel]. */
    static float[][] along(List<Segment> segments, TileGrid.Profile profile, TileScale scale) {
        int length = scale.apply(segments.get(segments.size() - 1).keepEnd());
        double[][] raw = new double[segments.size()][];
        double[] sum = new double[length];
        for (int s = 0; s < raw.length; s++) {
            Segment segment = segments.get(s);
            int first = scale.apply(segment.keepStart());
            raw[s] = new double[scale.apply(segment.keepEnd()) - first];
            for (int i = 0; i < raw[s].length; i++) {
                raw[s][i] = profile.weight(segment, scale.centreInInput(first + i));
                sum[first + i] += raw[s][i];
            }
        }
        float[][] weights = new float[raw.length][];
        for (int s = 0; s < raw.length; s++) {
            int first = scale.apply(segments.get(s).keepStart());
            weights[s] = new float[raw[s].length];
            for (int i = 0; i < raw[s].length; i++) {
                weights[s][i] = (float) (raw[s][i] / sum[first + i]);
            }
        }
        return weights;
    }
}
