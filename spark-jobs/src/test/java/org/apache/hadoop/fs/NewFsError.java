package org.apache.hadoop.fs;

import java.io.IOException;

/** Makes the error of Hadoop's local file system, whose constructor only this package sees. */
public final class NewFsError {
  private NewFsError() {}

  public static FSError of(String message) {
    return new FSError(new IOException(message));
  }
}
