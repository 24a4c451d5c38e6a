package dev.osediff.bench.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.bench.result.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final List<String> order = new ArrayList<>();

    private final class Scripted implements Row {
        private final String subject;
        private final IntFunction<Measure> answer;
        private int round;

        Scripted(String subject, IntFunction<Measure> answer) {
            this.subject = subject;
            this.answer = answer;
        }

        @Override
        public String group() {
            return "g";
        }

        @Override
        public String subject() {
            return subject;
        }

        @Override
        public List<Measure> run(List<String> javaOptions) {
            round++;
            order.add(subject + round);
            return List.of(answer.apply(round));
        }
    }

    private static Measure times(String subject, double... seconds) {
        List<Double> list = new ArrayList<>();
        for (double each : seconds) {
            list.add(each);
        }
        return new Measure("g", subject, "whole", list, 3, Measure.GMAC, (long) (10 * seconds[0]), "");
    }

    @Test
    void everyRoundMeasuresAllRowsAndTimesAreJoined() {
        Rounds rounds = new Rounds(List.of());
        List<Boolean> lasts = new ArrayList<>();
        rounds.run(
                List.of(
                        new Scripted("a", i -> times("a", i, i + 0.5)),
                        new Scripted("b", i -> Measure.absent("g", "b", "whole", "no engine"))),
                2,
                (row, ofRow, isLast) -> lasts.add(isLast));
        assertEquals(List.of("a1", "b1", "a2"), order, "a row without figures is not tried again");
        assertEquals(List.of(false, true, true), lasts);
        Measure joined = rounds.measures().get(0);
        assertEquals(List.of(1.0, 1.5, 2.0, 2.5), joined.seconds());
        assertEquals(2, joined.processes());
        assertEquals(20, joined.peakBytes());
        assertEquals(1, joined.samples().low());
        assertEquals(2.5, joined.samples().high());
        assertEquals("no engine", rounds.measures().get(1).note());
    }

    @Test
    void aLaterFailureLeavesTheFiguresAndIsSaid() {
        Rounds rounds = new Rounds(List.of());
        rounds.run(
                List.of(new Scripted(
                        "a", i -> i == 1 ? times("a", 1) : Measure.absent("g", "a", "whole", "needs 9 GB"))),
                3,
                (row, ofRow, isLast) -> assertEquals(1, ofRow.size()));
        Measure left = rounds.measures().get(0);
        assertEquals(List.of(1.0), left.seconds());
        assertTrue(left.note().contains("needs 9 GB"), left.note());
    }

    @Test
    void anInterruptEndsTheRunWithoutTheRowItMet() {
        Rounds rounds = new Rounds(List.of());
        rounds.run(
                List.of(new Scripted("a", i -> times("a", 1)), new Scripted("b", i -> {
                    Thread.currentThread().interrupt();
                    return Measure.absent("g", "b", "whole", "interrupted");
                })),
                2,
                (row, ofRow, isLast) -> {});
        assertTrue(Thread.interrupted(), "the flag is kept");
        assertEquals(1, rounds.measures().size());
        assertEquals(List.of("a1", "b1"), order);
    }

    @Test
    void noRoundBeginsThatWouldNotEndInTime() {
        Rounds rounds = new Rounds(List.of(), Duration.ZERO);
        assertEquals(1, rounds.run(List.of(new Scripted("a", i -> times("a", 1))), 3, (row, ofRow, isLast) -> {}));
        assertEquals(List.of("a1"), order);
        assertEquals(
                3,
                new Rounds(List.of())
                        .run(List.of(new Scripted("b", i -> times("b", 1))), 3, (row, ofRow, isLast) -> {}));
    }
}
