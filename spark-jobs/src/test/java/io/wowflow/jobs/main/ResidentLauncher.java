package io.wowflow.jobs.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A program with the command line of {@code submit/wowflow} whose jobs run in this process, so that
 * a script of many commands starts no JVM for each. It listens on loopback at a free port; the
 * script sends its words, each ended by a zero byte, and then waits for the exit code. Both outputs
 * go through files.
 */
final class ResidentLauncher implements AutoCloseable {
  private static final String SCRIPT =
      """
      #!/usr/bin/env bash
      set -euo pipefail
      answer=$(mktemp -d "${0%/*}/answer.XXXXXX")
      exec 3<>/dev/tcp/127.0.0.1/PORT
      printf '%s\\0' "$answer" "$@" '' >&3
      IFS= read -r code <&3
      cat "$answer/out"
      cat "$answer/err" >&2
      rm -r "$answer"
      exit "$code"
      """;

  private final Path program;
  private final ServerSocket server;
  private final Thread thread;

  private ResidentLauncher(Path program, ServerSocket server) {
    this.program = program;
    this.server = server;
    this.thread = new Thread(this::serve, "resident launcher");
  }

  /** Writes the program and starts to serve it. */
  static ResidentLauncher start(Path program) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    EchoPrograms.executable(
        program, SCRIPT.replace("PORT", Integer.toString(server.getLocalPort())));
    ResidentLauncher launcher = new ResidentLauncher(program, server);
    launcher.thread.start();
    return launcher;
  }

  /** The folder of the program. */
  Path folder() {
    return program.getParent();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        String[] words = words(client.getInputStream());
        Path answer = Path.of(words[0]);
        String[] args = Arrays.copyOfRange(words, 1, words.length);
        CommandLines.Outcome outcome = CommandLines.run(args);
        Files.writeString(answer.resolve("out"), outcome.out());
        Files.writeString(answer.resolve("err"), outcome.err());
        client.getOutputStream().write((outcome.code() + "\n").getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** The words up to the empty one. */
  private static String[] words(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int before = -1;
    for (int b = in.read(); b >= 0 && (b != 0 || before != 0); b = in.read()) {
      bytes.write(b);
      before = b;
    }
    return bytes.toString(StandardCharsets.UTF_8).split("\0", 0);
  }

  @Override
  public void close() throws IOException {
    server.close();
    try {
      thread.join(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(thread.isAlive()).as("the launcher has ended").isFalse();
  }
}
