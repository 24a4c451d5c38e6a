package dev.osediff.pipeline;

/** What a run of a direct model takes: pictures, bands and the activations of one tile. Upper bounds. */
final class DirectMemory {
    private static final int CHANNELS = 3;

    private DirectMemory() {}

    /** Returns the memory as a function of the tile's side in pixels of the picture. */
    static StageMemory of(DirectModel model, double activationFactor, RunRequest request) {
        SizePlan sizes = request.sizes();
        RunRequest.Form form = request.form();
        Size padded = sizes.input().alignedUp(model.tiling().alignment());
        long planes = form.planes() + (form.alphaPlanes() > 0 ? form.colorPlanes() + 2 : 0);
        long working = sizes.working().pixels();
        long output = sizes.output().pixels();
        boolean resized = !sizes.output().equals(sizes.working());
        long passing = resized || form.alphaPlanes() > 0 ? output : 0;
        long pictures = Float.BYTES
                        * (planes * sizes.input().pixels()
                                + form.colorPlanes() * working
                                + Math.min(EnlargedPicture.KEPT_SAMPLES, form.colorPlanes() * working)
                                + output * (form.alphaPlanes() + (resized ? form.colorPlanes() : 0))
                                + passing)
                + output * form.bytesPerOutputPixel();
        // The window of rows being joined and the copy that is handed on; the tile that is read and its result.
        double bytesPerRow = 2.0 * Float.BYTES * CHANNELS * padded.width() * model.scale() * model.scale();
        double tile = Float.BYTES * CHANNELS * (1.0 + model.scale() * model.scale());
        return new StageMemory(
                MemoryPlan.SMALL_CHANGE_BYTES + pictures,
                bytesPerRow,
                model.bytesPerPixel() * activationFactor + tile,
                padded,
                model.tiling().smallest(),
                model.tiling().alignment());
    }
}
