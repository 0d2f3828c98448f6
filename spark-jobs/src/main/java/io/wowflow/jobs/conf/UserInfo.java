package io.wowflow.jobs.conf;

import java.util.regex.Pattern;

/** Secrets in URIs, {@code s3a://key:secret@bucket/path}: the only ones that a key can hold. */
final class UserInfo {
  // A secret may hold an unescaped '/'; a colon with a port in front of '/' is no secret.
  private static final Pattern USER_INFO =
      Pattern.compile("(?<=://)(?:[^/@:?#]*@|[^/@:?#]+:(?![0-9]+/)[^@]*@)");

  private UserInfo() {}

  static String cut(String text) {
    return USER_INFO.matcher(text).replaceAll("");
  }
}
