package io.wowflow.jobs.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wowflow.jobs.SparkTest;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import java.nio.ByteBuffer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

class KryoClassesTest {
  private final SerializerInstance serializer =
      new KryoSerializer(
              new SparkConf(false)
                  .set("spark.kryo.registrator", KryoClasses.class.getName())
                  .set("spark.kryo.registrationRequired", "true"))
          .newInstance();

  private <T> T travelled(T value, Class<T> type) {
    ClassTag<T> tag = ClassTag$.MODULE$.apply(type);
    ByteBuffer bytes = serializer.serialize(value, tag);
    return serializer.deserialize(bytes, tag);
  }

  @Test
  void matricesTravel() {
    FloatMatrix matrix = new FloatMatrix(2, 3, new float[] {1, 2, 3, 4, 5, Float.NaN});
    DoubleMatrix wide = new DoubleMatrix(1, 2, new double[] {Math.PI, -0.0});

    assertThat(travelled(matrix, FloatMatrix.class).values()).isEqualTo(matrix.values());
    assertThat(travelled(matrix, FloatMatrix.class).columns()).isEqualTo(3);
    assertThat(travelled(wide, DoubleMatrix.class).values()).isEqualTo(wide.values());
  }

  @Test
  void classesTravel() {
    LabelledClass weighted =
        LabelledClass.weighted(
            "seven", new FloatMatrix(2, 1, new float[] {1, 2}), new double[] {1, 3});

    LabelledClass arrived = travelled(weighted, LabelledClass.class);

    assertThat(arrived.label()).isEqualTo("seven");
    assertThat(arrived.weights()).containsExactly(0.25, 0.75);
    assertThat(arrived.samples().values()).containsExactly(1, 2);
  }

  @Test
  void arraysTravel() {
    float[][] slices = {{1, 2}, {3}};

    assertThat(travelled(slices, float[][].class)).isDeepEqualTo(slices);
    assertThat(travelled(new long[] {1, 2}, long[].class)).containsExactly(1, 2);
    assertThat(travelled(new String[] {"a"}, String[].class)).containsExactly("a");
  }

  @Test
  void aSessionThatCannotSendRecordsIsRefused() {
    SparkContext spark = SparkTest.session().sparkContext();
    SparkConf settings = spark.conf();
    KryoClasses.check(spark);
    settings.set("spark.serializer", KryoSerializer.class.getName());
    settings.set("spark.kryo.registrator", "org.example.Ours");
    try {
      assertThatThrownBy(() -> KryoClasses.check(spark))
          .isInstanceOf(JobException.class)
          .hasMessageEndingWith(
              "spark.kryo.registrator=org.example.Ours,io.wowflow.jobs.session.KryoClasses");
      assertThatThrownBy(
              () ->
                  new KryoSerializer(new SparkConf(false))
                      .newInstance()
                      .serialize(
                          FloatMatrix.zeros(1, 1), ClassTag$.MODULE$.apply(FloatMatrix.class)))
          .as("the reason")
          .isInstanceOf(Exception.class);
      settings.set(
          "spark.kryo.registrator", "org.example.Ours,io.wowflow.jobs.session.KryoClasses");
      KryoClasses.check(spark);
    } finally {
      settings.remove("spark.serializer");
      settings.remove("spark.kryo.registrator");
    }
  }
}
