package io.wowflow.jobs.session;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Serialisers of primitive arrays that copy whole chunks of bytes, where Kryo's own go value by
 * value. The form: the length as an optimised positive int, then the values, little-endian.
 */
final class ArraySerializers {
  /** Values a chunk: its bytes stay in the first-level cache. */
  private static final int CHUNK = 2048;

  private ArraySerializers() {}

  static void register(Kryo kryo) {
    kryo.register(int[].class, new Ints());
    kryo.register(float[].class, new Floats());
    kryo.register(double[].class, new Doubles());
  }

  /** Copies between an array and bytes. */
  private abstract static class Chunked<A> extends Serializer<A> {
    private final int width;

    Chunked(int width) {
      super(false, true);
      this.width = width;
    }

    abstract int length(A array);

    abstract A create(int length);

    abstract void put(A array, int from, int count, ByteBuffer bytes);

    abstract void get(A array, int from, int count, ByteBuffer bytes);

    @Override
    public void write(Kryo kryo, Output output, A array) {
      int length = length(array);
      output.writeInt(length, true);
      byte[] bytes = new byte[Math.min(CHUNK, length) * width];
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      for (int from = 0; from < length; from += CHUNK) {
        int count = Math.min(CHUNK, length - from);
        put(array, from, count, buffer);
        output.writeBytes(bytes, 0, count * width);
      }
    }

    @Override
    public A read(Kryo kryo, Input input, Class<A> type) {
      int length = input.readInt(true);
      A array = create(length);
      byte[] bytes = new byte[Math.min(CHUNK, length) * width];
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      for (int from = 0; from < length; from += CHUNK) {
        int count = Math.min(CHUNK, length - from);
        input.readBytes(bytes, 0, count * width);
        get(array, from, count, buffer);
      }
      return array;
    }
  }

  private static final class Ints extends Chunked<int[]> {
    Ints() {
      super(Integer.BYTES);
    }

    @Override
    int length(int[] array) {
      return array.length;
    }

    @Override
    int[] create(int length) {
      return new int[length];
    }

    @Override
    void put(int[] array, int from, int count, ByteBuffer bytes) {
      bytes.asIntBuffer().put(array, from, count);
    }

    @Override
    void get(int[] array, int from, int count, ByteBuffer bytes) {
      bytes.asIntBuffer().get(array, from, count);
    }
  }

  private static final class Floats extends Chunked<float[]> {
    Floats() {
      super(Float.BYTES);
    }

    @Override
    int length(float[] array) {
      return array.length;
    }

    @Override
    float[] create(int length) {
      return new float[length];
    }

    @Override
    void put(float[] array, int from, int count, ByteBuffer bytes) {
      bytes.asFloatBuffer().put(array, from, count);
    }

    @Override
    void get(float[] array, int from, int count, ByteBuffer bytes) {
      bytes.asFloatBuffer().get(array, from, count);
    }
  }

  private static final class Doubles extends Chunked<double[]> {
    Doubles() {
      super(Double.BYTES);
    }

    @Override
    int length(double[] array) {
      return array.length;
    }

    @Override
    double[] create(int length) {
      return new double[length];
    }

    @Override
    void put(double[] array, int from, int count, ByteBuffer bytes) {
      bytes.asDoubleBuffer().put(array, from, count);
    }

    @Override
    void get(double[] array, int from, int count, ByteBuffer bytes) {
      bytes.asDoubleBuffer().get(array, from, count);
    }
  }
}
