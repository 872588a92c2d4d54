package dev.mqttdsp.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    private static final int MANY = 500; // of 17,000, so that two who choose blindly meet

    @Test
    void twoWhoLookAtTheSameTimeAreNeverGivenTheSamePort() {
        FreePorts one = new FreePorts();
        FreePorts other = new FreePorts();

        List<Integer> given = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            given.add(one.next());
            given.add(other.next());
        }

        assertThat(given).doesNotHaveDuplicates();
    }
}
