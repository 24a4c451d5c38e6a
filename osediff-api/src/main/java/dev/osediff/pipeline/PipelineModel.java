package dev.osediff.pipeline;

/** A model as a pipeline runs it. Immutable. */
public sealed interface PipelineModel permits LatentModel, DirectModel {
    /** Returns its name, for error texts. */
    String name();

    /** Returns the largest enlargement that it was made for; more is resampled afterwards. */
    double maxScale();

    /** Tells whether its networks stay in memory between runs. */
    LatentModel.Residency residency();

    /** Returns the bytes of all parameters in float32. */
    long weightBytes();

    /**
     * Plans the sizes of a picture.
     *
     * @param limitScale largest ratio of an output side to the picture's
     * @param processSize least short side that the networks work at, in output pixels; 0 for none
     * @throws dev.osediff.error.InvalidOptionException if a side is more than that
     */
    SizePlan plan(Size input, Size output, double limitScale, int processSize);
}
