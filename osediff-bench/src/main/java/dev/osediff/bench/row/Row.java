package dev.osediff.bench.row;

import dev.osediff.bench.result.Measure;
import java.util.List;

/** What is measured together, apart from everything else. Immutable. */
public interface Row {
    /** Returns the group of its measures. */
    String group();

    /** Returns the subject of its measures. */
    String subject();

    /**
     * Measures once; what cannot be measured says why.
     *
     * @param javaOptions further options of the measured virtual machine, such as -Xmx
     */
    List<Measure> run(List<String> javaOptions);
}
