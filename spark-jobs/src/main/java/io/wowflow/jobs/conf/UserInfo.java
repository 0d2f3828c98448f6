package io.wowflow.jobs.conf;

import java.util.regex.Pattern;

/** Removes the secrets of URIs such as {@code s3a://key:secret@bucket/path} from texts. */
public final class UserInfo {
  // A secret may hold an unescaped '/'; a colon followed by a port does not mark one.
  private static final Pattern USER_INFO =
      Pattern.compile("(?<=://)(?:[^/\\s?#]*@|[^/@:?#\\s]*:(?![0-9]+(?:[/\\s,:]|$))[^@\\s]*@)");

  private UserInfo() {}

  /**
   * Cuts user names and secrets from every URI in a text: {@code s3a://key:secret@bucket/x} becomes
   * {@code s3a://bucket/x}.
   *
   * @param text a path, a URI or a message; anything with a {@code toString}, or null
   * @return the text without user info
   */
  public static String cut(Object text) {
    return USER_INFO.matcher(String.valueOf(text)).replaceAll("");
  }
}
