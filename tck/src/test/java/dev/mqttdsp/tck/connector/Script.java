package dev.mqttdsp.tck.connector;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.eclipse.edc.connector.controlplane.contract.spi.types.negotiation.ContractNegotiationStates;
import org.eclipse.edc.connector.controlplane.transfer.spi.types.TransferProcessStates;

/**
 * What the connector sends of its own accord in each test. The TCK waits for it and has no means to ask for it.
 *
 * <p>A line has the name of a test and pairs of a state, as EDC names it, and the step that follows. In the tests with
 * {@code _C_} the connector is the consumer.
 */
public final class Script<S> {
    private static final List<String> CATALOG = List.of("CAT_01_01", "CAT_01_02");

    static final Script<NegotiationStep> NEGOTIATIONS =
            parse("""
            CN_01_01    REQUESTED OFFER
            CN_01_02    REQUESTED OFFER    REQUESTED TERMINATE
            CN_01_03    REQUESTED OFFER    ACCEPTED AGREE       VERIFIED FINALIZE
            CN_01_04    REQUESTED AGREE    VERIFIED FINALIZE
            CN_02_01    REQUESTED TERMINATE
            CN_02_02
            CN_02_03    REQUESTED AGREE
            CN_02_04    REQUESTED OFFER
            CN_02_05    REQUESTED OFFER    OFFERED TERMINATE
            CN_02_06    REQUESTED OFFER    ACCEPTED TERMINATE
            CN_02_07    REQUESTED AGREE    VERIFIED TERMINATE
            CN_03_01    REQUESTED AGREE    VERIFIED FINALIZE
            CN_03_02    REQUESTED OFFER
            CN_03_03    REQUESTED OFFER
            CN_03_04    REQUESTED OFFER
            CN_C_01_01  OFFERED ACCEPT     AGREED VERIFY
            CN_C_01_02  OFFERED REQUEST
            CN_C_01_03  OFFERED TERMINATE
            CN_C_01_04  AGREED VERIFY
            CN_C_02_01
            CN_C_02_02  REQUESTED TERMINATE
            CN_C_02_03  AGREED TERMINATE
            CN_C_02_04
            CN_C_02_05  OFFERED ACCEPT
            CN_C_02_06  AGREED VERIFY
            CN_C_03_01
            CN_C_03_02
            CN_C_03_03
            CN_C_03_04  OFFERED ACCEPT
            CN_C_03_05  OFFERED ACCEPT
            CN_C_03_06  OFFERED ACCEPT
            """, name -> ContractNegotiationStates.valueOf(name).code(), NegotiationStep::valueOf);

    static final Script<TransferStep> TRANSFERS =
            parse("""
            TP_01_01    INITIAL START      STARTED TERMINATE
            TP_01_02    INITIAL START      STARTED COMPLETE
            TP_01_03    INITIAL START      STARTED SUSPEND      SUSPENDED TERMINATE
            TP_01_04    INITIAL START      STARTED SUSPEND      SUSPENDED RESUME       STARTED COMPLETE
            TP_01_05    INITIAL TERMINATE
            TP_02_01    INITIAL START
            TP_02_02    INITIAL START
            TP_02_03    INITIAL START
            TP_02_05
            TP_03_01
            TP_03_02
            TP_03_03    INITIAL START
            TP_03_04    INITIAL START
            TP_03_05    INITIAL START
            TP_03_06    INITIAL START
            TP_C_01_01
            TP_C_01_02
            TP_C_01_03
            TP_C_01_04
            TP_C_01_05
            TP_C_02_01  STARTED TERMINATE
            TP_C_02_02  STARTED COMPLETE
            TP_C_02_03  STARTED SUSPEND    SUSPENDED TERMINATE
            TP_C_02_05  REQUESTED TERMINATE
            TP_C_03_01
            TP_C_03_02
            TP_C_03_03
            TP_C_03_04
            TP_C_03_05
            TP_C_03_06
            """, name -> TransferProcessStates.valueOf(name).code(), TransferStep::valueOf);

    private final Map<String, List<Cue<S>>> tests;

    private Script(Map<String, List<Cue<S>>> tests) {
        this.tests = tests;
    }

    /** The tests that need the id of a data set. */
    public static Stream<String> testsAboutDatasets() {
        return Stream.concat(CATALOG.stream(), NEGOTIATIONS.tests.keySet().stream());
    }

    /** The tests that need the id of an agreement. */
    public static Stream<String> testsAboutAgreements() {
        return TRANSFERS.tests.keySet().stream();
    }

    private static <S> Script<S> parse(String text, ToIntFunction<String> state, Function<String, S> step) {
        return new Script<>(text.lines()
                .map(line -> List.of(line.strip().split(" +")))
                .collect(toMap(words -> words.get(0), words -> cues(words, state, step))));
    }

    private static <S> List<Cue<S>> cues(List<String> words, ToIntFunction<String> state, Function<String, S> step) {
        List<Cue<S>> cues = new ArrayList<>();
        for (int i = 1; i < words.size(); i += 2) {
            cues.add(new Cue<>(state.applyAsInt(words.get(i)), step.apply(words.get(i + 1))));
        }
        return cues;
    }

    /** Whether the connector is the consumer in that test. */
    static boolean isConsumer(String test) {
        return test.contains("_C_");
    }

    /** The steps in the test about that data set or agreement. */
    List<Cue<S>> about(String subject) {
        return tests.entrySet().stream()
                .filter(test -> Names.subjectOf(test.getKey()).equals(subject))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of());
    }
}
