package dev.mqttdsp.tck.connector;

/** The names under which the TCK and the connector know each other and what the tests are about. */
public final class Names {
    /** Participant id of the connector under test. */
    public static final String CONNECTOR = "connector";

    /** Participant id of the TCK, which is fixed there. */
    public static final String TCK = "TCK_PARTICIPANT";

    /** Path of the resources that start something, in the connector's default web context. */
    public static final String SIGNALS = "/tck";

    /** A contract definition and the end of an offer's id; fixed, because a counter-offer in the TCK has them in its id. */
    static final String DEFINITION = "CD123";

    private static final String OFFER = "456";

    private Names() {}

    /**
     * The data set or the agreement of one test, ACN0102 for CN_01_02: that one is fixed too, and the others follow it.
     *
     * @param test name of the test method in capitals, without which the TCK does not find its configuration either
     */
    public static String subjectOf(String test) {
        return "A" + test.replace("_", "");
    }

    /** The offer of that data set, in the form that EDC reads. */
    public static String offerOf(String dataset) {
        return DEFINITION + ":" + dataset + ":" + OFFER;
    }
}
