package dev.osediff.model;

import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.model.rrdb.RrdbCheckpoint;
import dev.osediff.network.TensorSource;
import dev.osediff.network.rrdb.RrdbConfig;
import dev.osediff.network.rrdb.RrdbNet;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Opens GANs of the RRDB family: imported folders, and published files as they are. */
final class RrdbFiles {
    private RrdbFiles() {}

    /** Reads a folder's manifest, compares the weights with their digest, and checks every tensor's shape. */
    static RrdbModel openFolder(Path folder, byte[] json, KnownDigests known) {
        String origin = folder.resolve(ModelManifest.FILE).toString();
        RrdbManifest manifest = ManifestJson.read(json, RrdbManifest.class, origin);
        manifest.check(origin);
        Path path = folder.resolve(RrdbManifest.WEIGHTS);
        SafeTensorsFile file = SafeTensorsFile.open(path);
        try {
            StableDiffusionManifest.FileStamp stamp = manifest.weights();
            Digests.require(
                    file.size(), () -> known.sha256(path, file::sha256), stamp.bytes(), stamp.sha256(), file.origin());
            known.save();
            require(manifest.network(), file);
            return new RrdbModel(manifest.name(), stamp.sha256(), manifest.network(), file, file::close);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** Opens a published file; its digest is the model's. */
    static RrdbModel openFile(Path path, KnownDigests known) {
        RrdbCheckpoint checkpoint = RrdbCheckpoint.open(path);
        try {
            require(checkpoint.config(), checkpoint);
            String sha256 = known.sha256(path, () -> Digests.sha256(path));
            known.save();
            return new RrdbModel(nameOf(path), sha256, checkpoint.config(), checkpoint, checkpoint::close);
        } catch (RuntimeException | Error e) {
            checkpoint.close();
            throw e;
        }
    }

    /** Returns a file's name without its ending. */
    static String nameOf(Path path) {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** Throws unless the tensors are the network's parameters and no others. */
    static void require(RrdbConfig config, TensorSource tensors) {
        StableDiffusionModel.Part part =
                new StableDiffusionModel.Part("RRDBNet", List.of(new RrdbNet(config)), tensors);
        PartCheck.require(part);
        Set<String> unknown = new TreeSet<>(tensors.names());
        unknown.removeAll(PartCheck.needed(part).keySet());
        if (!unknown.isEmpty()) {
            throw new ModelException(new Problem(
                    "weights " + tensors.origin(),
                    unknown.size() + " tensors that an RRDB network does not have, among them "
                            + unknown.iterator().next(),
                    "the parameters of " + config + " and no others",
                    "The file holds another network of this family, which cannot be run here."));
        }
    }
}
