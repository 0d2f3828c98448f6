package io.wowflow.jobs.io.spread;

import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.array.MatrixSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Samples of a class on an executor, or what is derived from them, likewise there.
 *
 * @param of the classes that it belongs to
 * @param number the place of the class in them
 * @param rows n, of the derived samples
 * @param columns d
 * @param derivations computed one after the other from the samples of the class
 */
record SpreadSource(
    SpreadClasses of, int number, int rows, int columns, List<Derivation> derivations)
    implements MatrixSource {

  @Override
  public FloatMatrix read() {
    return derived(of.fetch(number).samples(), derivations);
  }

  @Override
  public MatrixSource derived(int derivedRows, Derivation derivation) {
    return new SpreadSource(
        of,
        number,
        derivedRows,
        columns,
        Stream.concat(derivations.stream(), Stream.of(derivation)).toList());
  }

  static FloatMatrix derived(FloatMatrix samples, List<Derivation> derivations) {
    FloatMatrix out = samples;
    for (Derivation derivation : derivations) {
      out = derivation.of(out);
    }
    return out;
  }
}
