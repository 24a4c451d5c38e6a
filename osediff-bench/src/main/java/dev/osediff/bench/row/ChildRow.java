package dev.osediff.bench.row;

import dev.osediff.bench.result.Measure;
import java.util.List;

/** A row that is measured in a Java process of its own. Records that are written as JSON and read again. */
public interface ChildRow extends Row {
    /** Returns the item that stands for the whole row. */
    String mainItem();

    /** Returns the threads of one call. */
    int threads();

    /** Returns options of the virtual machine that the row itself needs. */
    default List<String> needed() {
        return List.of();
    }

    /** Measures in this process, or says why it cannot. */
    List<Measure> measure();

    /** Measures in a child. */
    @Override
    default List<Measure> run(List<String> javaOptions) {
        return ChildProcess.run(this, javaOptions);
    }

    /** Returns a measure that says why there is none. */
    default List<Measure> absent(String why) {
        return List.of(Measure.absent(group(), subject(), mainItem(), why));
    }
}
