package io.wowflow.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserInfoTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3a://key:secret@bucket/a | s3a://bucket/a",
        "s3a://key:secret@bucket/a@b/c | s3a://bucket/a@b/c",
        "s3a://key:sec/ret@bucket/a | s3a://bucket/a",
        "s3a://key:sec/ret+@bucket/a@b | s3a://bucket/a@b",
        "s3a://user@bucket/a | s3a://bucket/a",
        "s3a://a:b@c@bucket/x | s3a://bucket/x",
        "abfs://u:p@ss@host/x | abfs://host/x",
        "hdfs://user@nn:8020/x | hdfs://nn:8020/x",
        "no such path: s3a://k:h@b/x and s3a://k:h@c/y | no such path: s3a://b/x and s3a://c/y",
      })
  void userInfoIsCutFromUris(String text, String shown) {
    assertThat(UserInfo.cut(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hdfs://name:8020/user/a@b",
        "cannot reach hdfs://name:8020 as me@here",
        "spark://one:7077,two:7077",
        "s3a://bucket/a@b",
        "/plain/a@b",
        "file:///a/b@c:d",
        "synthetic:rings",
      })
  void theRestStays(String text) {
    assertThat(UserInfo.cut(text)).isEqualTo(text);
  }

  @Test
  void ofNothing() {
    assertThat(UserInfo.cut(null)).isEqualTo("null");
  }
}
