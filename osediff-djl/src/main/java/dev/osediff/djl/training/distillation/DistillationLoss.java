package dev.osediff.djl.training.distillation;

/** What is added to the losses of the picture: the rows of the paper's table 3. */
public enum DistillationLoss {
    /** Nothing: "w/o VSD". */
    NONE(0),
    /** A patch discriminator: "GAN". */
    GAN(0.01f),
    /** Score distillation of the picture encoded again: "VSD in image domain". */
    IMAGE_VSD(0.1f),
    /** Score distillation of the latent: OSEDiff. */
    VSD(0.1f);

    private final float embeddedWeight;

    DistillationLoss(float embeddedWeight) {
        this.embeddedWeight = embeddedWeight;
    }

    /** Returns the weight that was tried at the scale of the embedded model and left no artefacts (small-model.md). */
    public float embeddedWeight() {
        return embeddedWeight;
    }

    /** Tells whether it needs the frozen teacher and its fine-tuned copy. */
    public boolean needsTeacher() {
        return this == IMAGE_VSD || this == VSD;
    }
}
