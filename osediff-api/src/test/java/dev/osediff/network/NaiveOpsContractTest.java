package dev.osediff.network;

/** The oracle against itself: the contract's own cases are legal, and the two-step upsampling agrees with the default. */
class NaiveOpsContractTest extends OpsContract<Tensor> {
    private final NaiveOps naive = new NaiveOps();

    @Override
    protected Ops<Tensor> ops() {
        return naive;
    }

    @Override
    protected Tensor download(Tensor value) {
        return value;
    }
}
