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
  private static final List<Class<?>> TRAVELLING =
      List.of(
          byte[].class,
          int[].class,
          long[].class,
          float[].class,
          double[].class,
          float[][].class,
          String[].class,
          FloatMatrix.class,
          DoubleMatrix.class,
          LabelledClass.class);

  /** Spark makes the registrator from its name. */
  public KryoClasses() {}

  @Override
  public void registerClasses(Kryo kryo) {
    TRAVELLING.forEach(kryo::register);
  }
}
