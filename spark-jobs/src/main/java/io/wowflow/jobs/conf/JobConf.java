package io.wowflow.jobs.conf;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.SortedMap;

/** The whole configuration of one command. */
public sealed interface JobConf
    permits FlowConf,
        ConvertConf,
        SynthConf,
        VerifyConf,
        EvaluateConf,
        DistanceConf,
        AugmentConf,
        DistillConf,
        PageConf,
        DoctorConf {
  /**
   * Every key and its value as it was understood, defaults filled in.
   *
   * @return numbers, booleans, text or null, in the order of the keys; user info is cut from URIs
   */
  SortedMap<String, Object> settings();

  /**
   * The settings as JSON, for people and files.
   *
   * @return a JSON object, indented
   */
  default String toJson() {
    return ConfigValueFactory.fromMap(settings())
        .render(ConfigRenderOptions.concise().setFormatted(true));
  }
}
