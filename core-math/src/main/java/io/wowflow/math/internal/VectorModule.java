package io.wowflow.math.internal;

import java.util.function.Supplier;

/**
 * Chooses between two implementations of a primitive: one on {@code jdk.incubator.vector}, where
 * the JVM was started with that module, and a plain one. Both give the same bits. The choice is
 * made once, when the primitive's class is loaded.
 */
public final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /**
   * Tests whether this JVM was started with the vector module.
   *
   * @return false without {@code --add-modules jdk.incubator.vector}
   */
  public static boolean isPresent() {
    return ModuleLayer.boot().findModule(NAME).isPresent();
  }

  /**
   * The implementation to use in this JVM.
   *
   * @param type the interface of both
   * @param vectorClass name of a class with a constructor without parameters, in the package of the
   *     caller; loaded only where the module is present
   * @param plain makes the plain implementation
   * @param <T> the interface of both
   * @return one of the two
   */
  public static <T> T choose(Class<T> type, String vectorClass, Supplier<T> plain) {
    return isPresent() ? instance(type, vectorClass) : plain.get();
  }

  /**
   * The implementation on the vector module.
   *
   * @param type the interface of the implementation
   * @param vectorClass its class name
   * @param <T> the interface of the implementation
   * @return a new instance
   * @throws IllegalStateException if it cannot be made
   */
  public static <T> T instance(Class<T> type, String vectorClass) {
    try {
      var constructor = Class.forName(vectorClass).getDeclaredConstructor();
      constructor.setAccessible(true);
      return type.cast(constructor.newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(vectorClass + " cannot be made", e);
    }
  }
}
