/** Files that are replaced as a whole: whoever reads one sees what it held before or what it holds now, and never a part. */
package dev.mqttdsp.core.file;
