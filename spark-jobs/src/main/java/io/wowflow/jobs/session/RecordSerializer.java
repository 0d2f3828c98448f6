package io.wowflow.jobs.session;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Writes a record component by component and reads it back through its canonical constructor. The
 * Kryo of Spark is older than records: it would set their fields, which a JVM refuses.
 *
 * @param <R> the record
 */
final class RecordSerializer<R extends Record> extends Serializer<R> {
  private final RecordComponent[] components;
  private final Constructor<R> constructor;

  RecordSerializer(Class<R> type) {
    super(false, true);
    components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      constructor = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type + " has no canonical constructor", e);
    }
  }

  @Override
  public void write(Kryo kryo, Output output, R value) {
    for (RecordComponent component : components) {
      try {
        kryo.writeClassAndObject(output, component.getAccessor().invoke(value));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(component + " of " + value.getClass() + " is no value", e);
      }
    }
  }

  @Override
  public R read(Kryo kryo, Input input, Class<R> type) {
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = kryo.readClassAndObject(input);
    }
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " refuses what was read", e);
    }
  }
}
