package io.wowflow.jobs.session;

import com.esotericsoftware.kryo.Kryo;
import io.wowflow.jobs.conf.JobException;
import io.wowflow.jobs.function.ClassBlock;
import io.wowflow.jobs.function.FlowConstants;
import io.wowflow.jobs.function.LeafRows;
import io.wowflow.jobs.function.Move;
import io.wowflow.jobs.function.PanelLeaf;
import io.wowflow.jobs.function.PartialSums;
import io.wowflow.jobs.function.Particles;
import io.wowflow.jobs.function.TargetBlock;
import io.wowflow.jobs.io.spread.Census;
import io.wowflow.jobs.io.spread.ClassRows;
import io.wowflow.jobs.io.spread.RowChunk;
import io.wowflow.jobs.io.spread.RowFault;
import io.wowflow.jobs.io.spread.RowNotes;
import io.wowflow.math.array.DoubleMatrix;
import io.wowflow.math.array.FloatMatrix;
import io.wowflow.math.data.LabelledClass;
import io.wowflow.math.flow.Batches;
import io.wowflow.math.flow.Clip;
import io.wowflow.math.flow.Update;
import io.wowflow.math.mmd.MixKernel;
import io.wowflow.math.sliced.ExplicitDirections;
import io.wowflow.math.sliced.GaussianDirections;
import io.wowflow.math.sliced.HadamardDirections;
import io.wowflow.math.sliced.OrthonormalDirections;
import io.wowflow.math.sliced.PairMeasure;
import io.wowflow.math.sliced.TreeSum;
import io.wowflow.math.wow.PlanMix;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * The classes of this software that travel between driver and executors. Their order is part of the
 * serialised form: driver and executors run the same build.
 */
public final class KryoClasses implements KryoRegistrator {
  private static final String SERIALIZER = "spark.serializer";
  private static final String REGISTRATOR = "spark.kryo.registrator";

  private static final List<Class<?>> PLAIN =
      List.of(
          byte[].class,
          long[].class,
          int[][].class,
          float[][].class,
          String[].class,
          LabelledClass.class,
          LabelledClass[].class,
          Particles[].class,
          ClassBlock.class,
          ClassBlock[].class,
          TargetBlock[].class,
          PanelLeaf[].class,
          PartialSums[].class,
          TreeSum.Node[].class,
          MixKernel.class,
          PlanMix.class,
          PairMeasure.class,
          RowNotes.class,
          RowFault.Kind.class,
          Census.class,
          ExplicitDirections.class);
  private static final List<Class<? extends Record>> RECORDS =
      List.of(
          FloatMatrix.class,
          DoubleMatrix.class,
          Particles.class,
          TargetBlock.class,
          LeafRows.class,
          PanelLeaf.class,
          PartialSums.class,
          TreeSum.Node.class,
          Move.class,
          Update.class,
          Clip.class,
          RowChunk.class,
          ClassRows.class,
          RowFault.class,
          Census.Found.class,
          FlowConstants.class,
          Batches.class,
          GaussianDirections.class,
          HadamardDirections.class,
          OrthonormalDirections.class);

  /** Spark makes the registrator from its name. */
  public KryoClasses() {}

  /**
   * Refuses a session whose executors could not read what the distributed engine sends: records,
   * which Kryo does not construct by itself.
   *
   * @param spark an open context
   * @throws JobException (usage) if it serialises with Kryo and without this registrator
   */
  public static void check(SparkContext spark) {
    SparkConf settings = spark.conf();
    String registrators = settings.get(REGISTRATOR, "");
    if (settings.get(SERIALIZER, "").endsWith("KryoSerializer")
        && Arrays.stream(registrators.split(",", -1))
            .map(String::strip)
            .noneMatch(KryoClasses.class.getName()::equals)) {
      String all = registrators.isBlank() ? "" : registrators + ",";
      throw JobException.usage(
          "This session serialises with Kryo, which cannot send the records of the distributed"
              + " engine by itself: open it with "
              + REGISTRATOR
              + "="
              + all
              + KryoClasses.class.getName());
    }
  }

  @Override
  public void registerClasses(Kryo kryo) {
    ArraySerializers.register(kryo);
    PLAIN.forEach(kryo::register);
    RECORDS.forEach(type -> register(kryo, type));
  }

  private static <R extends Record> void register(Kryo kryo, Class<R> type) {
    kryo.register(type, new RecordSerializer<>(type));
  }
}
