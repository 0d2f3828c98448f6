package io.wowflow.jobs.doctor;

import io.wowflow.jobs.conf.UserInfo;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Checks that the master of a run answers: opens and closes a connection, sends nothing.
 *
 * @param environment the variables of the process
 */
record MasterCheck(Map<String, String> environment) {
  private static final String NAME = "master";
  private static final int PATIENCE_MILLIS = 3000;
  private static final int STANDALONE = 7077;
  private static final int HTTPS = 443;
  private static final int YARN = 8032;

  Finding of(String master) {
    String name = UserInfo.cut(master);
    if (master.startsWith("local")) {
      return Finding.ok(NAME, name + ": steps run on this machine");
    }
    if (master.startsWith("spark://")) {
      return answering(name, Arrays.asList(master.substring(8).split(",", -1)), STANDALONE);
    }
    if (master.startsWith("k8s://")) {
      return lacking("org.apache.spark.deploy.k8s.submit.KubernetesClientApplication", name)
          .orElseGet(() -> answering(name, List.of(kubernetes(master.substring(6))), HTTPS));
    }
    return master.equals("yarn")
        ? lacking("org.apache.spark.deploy.yarn.Client", name).orElseGet(this::yarn)
        : Finding.fails(
            NAME, name + " is not a master", "give local[*], spark://HOST:PORT, yarn or k8s://URL");
  }

  private static Optional<Finding> lacking(String probe, String master) {
    try {
      Class.forName(probe, false, Thread.currentThread().getContextClassLoader());
      return Optional.empty();
    } catch (ClassNotFoundException e) {
      return Optional.of(
          Finding.fails(
              NAME,
              "this Spark does not support " + master,
              "set SPARK_HOME to a full distribution of Spark 4.2 for Scala 2.13"));
    }
  }

  private static String kubernetes(String url) {
    String address = url.replaceFirst("^https?://", "").replaceFirst("/.*", "");
    return address.contains(":") ? address : address + (url.startsWith("http://") ? ":80" : "");
  }

  private Finding yarn() {
    Optional<File> site =
        Stream.of("YARN_CONF_DIR", "HADOOP_CONF_DIR")
            .map(environment::get)
            .filter(folder -> folder != null)
            .map(folder -> new File(folder, "yarn-site.xml"))
            .filter(File::isFile)
            .findFirst();
    if (site.isEmpty()) {
      return Finding.fails(
          NAME,
          "there is no yarn-site.xml with the address of YARN",
          "set HADOOP_CONF_DIR to the folder of the cluster's configuration");
    }
    return answering("yarn", resourceManagers(site.get()), YARN);
  }

  static List<String> resourceManagers(File site) {
    Configuration conf = new Configuration(false);
    conf.addResource(new Path(site.toURI()));
    List<String> out = new ArrayList<>();
    for (String id : conf.getTrimmedStrings("yarn.resourcemanager.ha.rm-ids", "")) {
      out.add(address(conf, "." + id));
    }
    return out.isEmpty() ? List.of(address(conf, "")) : out;
  }

  private static String address(Configuration conf, String suffix) {
    String host = conf.getTrimmed("yarn.resourcemanager.hostname" + suffix, "0.0.0.0");
    return conf.getTrimmed("yarn.resourcemanager.address" + suffix, host + ":" + YARN);
  }

  private static Finding answering(String name, List<String> addresses, int usualPort) {
    List<String> failures = new ArrayList<>();
    for (String address : addresses) {
      int colon = address.lastIndexOf(':');
      String host = colon < 0 ? address : address.substring(0, colon);
      try (Socket socket = new Socket()) {
        int port = colon < 0 ? usualPort : Integer.parseInt(address.substring(colon + 1));
        socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
        return Finding.ok(NAME, name + " answers at " + address);
      } catch (IOException | IllegalArgumentException e) {
        failures.add(address + ": " + e.getMessage());
      }
    }
    return Finding.fails(
        NAME,
        name + " does not answer (" + String.join("; ", failures) + ")",
        "start it, or correct -- --master; also check firewalls and VPNs");
  }
}
