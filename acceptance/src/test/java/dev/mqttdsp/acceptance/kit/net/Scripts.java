package dev.mqttdsp.acceptance.kit.net;

import dev.mqttdsp.acceptance.kit.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Programs that the machines have in a form of their own. */
final class Scripts {
    private Scripts() {}

    /** The launcher, as it is in a checkout. */
    static void mqttDsp(Path directory) throws IOException {
        write(directory.resolve("mqtt-dsp"), """
                #!/bin/sh
                exec '%s' "$@"
                """.formatted(Home.root().resolve("mqtt-dsp")));
    }

    /** A copy from home to home, because none of the machines runs sshd. */
    static void scp(Path directory, Path homes) throws IOException {
        write(directory.resolve("scp"), """
                #!/bin/bash
                set -eu
                target=${!#}
                target=%s/${target%%%%:*}/${target#*:}
                for file in "${@:1:$#-1}"; do
                  [ "$file" -ef "$target/$file" ] || cp "$file" "$target"
                done
                """.formatted(homes));
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
