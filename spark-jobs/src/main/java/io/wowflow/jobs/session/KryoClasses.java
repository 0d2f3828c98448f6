package io.wowflow.jobs.session;

import com.esotericsoftware.kryo.Kryo;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import java.util.List;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * The classes of this software that travel between driver and executors. Their order is part of the
 * serialised form: driver and executors run the same build.
 */
public final class KryoClasses implements KryoRegistrator {
  private static final List<Class<?>> PLAIN =
      List.of(
          byte[].class,
          int[].class,
          long[].class,
          float[].class,
          double[].class,
          float[][].class,
          String[].class,
          LabelledClass.class);
  private static final List<Class<? extends Record>> RECORDS =
      List.of(FloatMatrix.class, DoubleMatrix.class);

  /** Spark makes the registrator from its name. */
  public KryoClasses() {}

  @Override
  public void registerClasses(Kryo kryo) {
    PLAIN.forEach(kryo::register);
    RECORDS.forEach(type -> register(kryo, type));
  }

  private static <R extends Record> void register(Kryo kryo, Class<R> type) {
    kryo.register(type, new RecordSerializer<>(type));
  }
}
