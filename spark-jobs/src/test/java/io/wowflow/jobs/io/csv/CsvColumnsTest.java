package io.wowflow.jobs.io.csv;

import static io.wowflow.jobs.io.Readings.labels;
import static io.wowflow.jobs.io.Readings.ofLabel;
import static io.wowflow.jobs.io.Readings.read;
import static io.wowflow.jobs.io.Readings.refusal;
import static io.wowflow.jobs.io.Readings.samples;
import static io.wowflow.jobs.io.csv.CsvOptions.columns;
import static org.assertj.core.api.Assertions.assertThat;

import io.wowflow.jobs.conf.ExitCode;
import io.wowflow.jobs.conf.InputConf.Columns;
import io.wowflow.jobs.conf.InputConf.Header;
import io.wowflow.jobs.io.dataset.LabelKind;
import io.wowflow.jobs.io.dataset.LoadedDataset;
import io.wowflow.jobs.io.rows.KnownNames;
import io.wowflow.jobs.io.rows.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which column is what: by its name, by an option, and against the data. */
class CsvColumnsTest {
  @TempDir Path directory;

  private LoadedDataset csv(String text) throws IOException {
    return csv(text, columns());
  }

  private LoadedDataset csv(String text, CsvOptions said) throws IOException {
    Path file = Files.writeString(directory.resolve("data.csv"), text);
    return read(file.toString(), ReadOptions.defaults().withColumns(said.build()));
  }

  private AbstractStringAssert<?> refused(ExitCode code, String text, CsvOptions said) {
    return refusal(code, () -> csv(text, said)).contains("data.csv").hasSizeLessThan(420);
  }

  private AbstractStringAssert<?> refused(String text) {
    return refused(ExitCode.INPUT, text, columns());
  }

  @Test
  void aKnownNameIsTheLabelWhereverItIs() throws IOException {
    for (String known : KnownNames.LABELS) {
      LoadedDataset loaded = csv("a," + known + ",b\n1.5,u,2\n2.5,v,3\n3.5,u,4\n");
      assertThat(labels(loaded)).containsExactly("u", "v");
      assertThat(samples(loaded, "u")).containsExactly(1.5f, 2, 3.5f, 4);
    }
    assertThat(csv("a,Label\n1.5,u\n").report().label()).isEqualTo("column 'Label' (named label)");
    assertThat(csv("a,Species\n1.5,u\n2,u\n").report().label())
        .isEqualTo("column 'Species' (a known name)");
    assertThat(labels(csv("y,label\n1,u\n2,v\n"))).containsExactly("u", "v");
  }

  @Test
  void withoutAKnownNameNothingIsGuessed() throws IOException {
    String wine = "acid,alcohol,quality\n7.0,9.5,5\n7.5,10.5,6\n8.0,11.5,5\n";
    refused(wine)
        .endsWith(
            ": no column is called 'label'; name the column of the labels with --label-column"
                + " NAME; the columns are acid, alcohol, quality");
    LoadedDataset loaded = csv(wine, columns().label("quality"));
    assertThat(labels(loaded)).containsExactly("5", "6");
    assertThat(samples(loaded, "5")).containsExactly(7f, 9.5f, 8f, 11.5f);
    assertThat(loaded.report().label()).isEqualTo("column 'quality' (given by --label-column)");
    assertThat(loaded.report().features()).isEqualTo("columns acid, alcohol");
    refused(ExitCode.USAGE, wine, columns().label("Quality"))
        .contains("no column 'Quality', which --label-column names (did you mean 'quality'?)");
  }

  @Test
  void withoutAHeaderTheLabelIsNamedByItsNumber() throws IOException {
    String iris = "5.1,3.5,setosa\n4.9,3.0,setosa\n6.1,2.5,virginica\n";
    refused(iris)
        .contains("the first line is not a header")
        .contains("column 3, the only one of text, --header no --label-column 3");
    LoadedDataset loaded = csv(iris, columns().label("3"));
    assertThat(samples(loaded, "setosa")).containsExactly(5.1f, 3.5f, 4.9f, 3.0f);
    assertThat(loaded.report().features()).isEqualTo("columns 1, 2, no header");
    refused("5,0,255\n3,1,2\n").contains("such as --header no --label-column 1");
    assertThat(labels(csv("5,0,255\n3,1,2\n", columns().label("1")))).containsExactly("3", "5");
    refused(ExitCode.USAGE, iris, columns().label("species")).contains("its columns are 1, 2, 3");
    refused(ExitCode.USAGE, iris, columns().label("4")).contains("no column '4'");
  }

  @Test
  void theHeaderIsFoundOrGiven() throws IOException {
    assertThat(labels(csv("label,0,1\nu,5,6\n"))).containsExactly("u");
    assertThat(labels(csv("class,0,1,2\nu,5,6,7\nu,5,6,8\n"))).containsExactly("u");
    refused("0,1,2,3\n0.5,0.25,0.125,1\n")
        .contains("line 1 counts the columns")
        .contains("--header yes or --header no");
    CsvOptions counts = columns().label("3").header(Header.YES);
    assertThat(labels(csv("0,1,2,3\n0.5,0.25,0.125,1\n", counts))).containsExactly("1");
    CsvOptions sample = columns().label("4").header(Header.NO);
    assertThat(labels(csv("0,1,2,3\n0.5,0.25,0.125,1\n", sample))).containsExactly("1", "3");
    CsvOptions text = columns().label("1").header(Header.NO);
    assertThat(labels(csv("x,1\ny,2\n", text))).containsExactly("x", "y");
    refused("label,x\n").contains("holds no samples");
    refused("a,b\n").contains("no column is called 'label'");
    assertThat(labels(csv(" x , label\n1,u\n"))).containsExactly("u");
  }

  @Test
  void featuresAreChosenAndDropped() throws IOException {
    String text = "name,f1,f2,g,label\nfoo,1,2,3,u\nbar,4,5,6,u\n";
    assertThat(samples(csv(text, columns().drop("name")), "u")).containsExactly(1, 2, 3, 4, 5, 6);
    LoadedDataset some = csv(text, columns().features("f*"));
    assertThat(samples(some, "u")).containsExactly(1, 2, 4, 5);
    assertThat(some.report().leftOut()).containsExactly("columns name, g");
    assertThat(samples(csv(text, columns().features("g", "f*").drop("f2")), "u"))
        .containsExactly(1, 3, 4, 6);
    refused(text)
        .contains(", line 2, column 'name' is 'foo'; features are finite numbers")
        .endsWith("leave out the column with --drop-columns name");
    refused("a b,c,label\nu,v,1\nx,y,1\n")
        .endsWith("leave out the columns of text with --drop-columns 'a b,c'");
    refused("y,species,x\n1,u,1\n1,v,1\n")
        .endsWith("--drop-columns species, or read it as the label with --label-column species");
    refused(ExitCode.USAGE, text, columns().drop("names")).contains("did you mean 'name'?");
    refused(ExitCode.USAGE, text, columns().features("h*")).contains("no column 'h*'");
    refused(ExitCode.USAGE, text, columns().label("g").drop("g")).contains("named by");
    refused(ExitCode.USAGE, text, columns().weight("g").features("g")).contains("named by");
    refused(ExitCode.INPUT, text, columns().drop("name", "f*", "g"))
        .contains("no columns are left");
  }

  @Test
  void aNamedFeatureIsNothingElse() throws IOException {
    LoadedDataset loaded = csv("y,weight,id,class\n1,2,3,u\n", columns().features("y", "w*", "id"));
    assertThat(labels(loaded)).containsExactly("u");
    assertThat(samples(loaded, "u")).containsExactly(1, 3);
    assertThat(ofLabel(loaded, "u").isUniform()).isTrue();
    assertThat(labels(csv("x,target,class\n1,u,2\n", columns().drop("target"))))
        .containsExactly("2");
  }

  @Test
  void weightsAreReportedAndCanBeFeatures() throws IOException {
    String cars = "label,mpg,weight\n0,20,1500\n0,19,500\n1,18,1000\n";
    LoadedDataset weighted = csv(cars);
    assertThat(ofLabel(weighted, "0").weights()).containsExactly(0.75, 0.25);
    assertThat(weighted.report().weight()).hasValue("column 'weight' (a known name)");
    assertThat(weighted.report().notices())
        .containsExactly(
            "column 'weight' was taken as the weights of the samples; --weight-column none reads"
                + " it as a feature");
    LoadedDataset plain = csv(cars, columns().weight(Columns.NONE));
    assertThat(samples(plain, "0")).containsExactly(20, 1500, 19, 500);
    assertThat(plain.report().notices()).isEmpty();
    LoadedDataset given = csv("label,w,Weight\n0,3,7\n0,1,8\n", columns().weight("w"));
    assertThat(ofLabel(given, "0").weights()).containsExactly(0.75, 0.25);
    assertThat(samples(given, "0")).containsExactly(7, 8);
    assertThat(given.report().notices()).noneMatch(notice -> notice.contains("weights"));
  }

  @Test
  void idsOfTextAreLeftOut() throws IOException {
    String text = "id,label,f0\n00000000,0,3\n9e37b1,0,1\n3c6ef362,1,2\n";
    LoadedDataset loaded = csv(text);
    assertThat(samples(loaded, "0")).containsExactly(3, 1);
    assertThat(loaded.ids().get(1)).containsExactly(2);
    assertThat(loaded.report().id()).isEmpty();
    assertThat(loaded.report().leftOut()).containsExactly("column 'id'");
    assertThat(loaded.report().notices()).singleElement().asString().contains("'id' has text");
    refused(ExitCode.INPUT, text, columns().id("id"))
        .contains(", line 3, column 'id' is '9e37b1'; ids are integers");
    LoadedDataset given = csv("No,label,f0\n7,0,1\n3,0,2\n", columns().id("No"));
    assertThat(samples(given, "0")).containsExactly(2, 1);
    assertThat(given.report().id()).hasValue("column 'No' (given by --id-column)");
    LoadedDataset none = csv("Id,label\n7,0\n3,0\n", columns().id(Columns.NONE));
    assertThat(samples(none, "0")).containsExactly(7, 3);
    assertThat(csv("Id,label,x\n7,0,1\n3,0,2\n").ids().get(0)).containsExactly(3, 7);
  }

  @Test
  void columnsWithoutANameAreRefused() throws IOException {
    String index = ",label,f0\n0,u,5\n1,u,6\n";
    refused(index)
        .endsWith(
            "the first column has no name and may be the index of a table: leave it out with"
                + " --drop-columns 'Unnamed: 0', or name it in the file");
    assertThat(samples(csv(index, columns().drop("Unnamed: 0")), "u")).containsExactly(5, 6);
    assertThat(samples(csv(index, columns().features("f*")), "u")).containsExactly(5, 6);
    refused("label,f0,Unnamed: 2\nu,5,1\n").contains("column 3 has no name");
    String trailing = "label,f0,\nu,5,\nu,6,\n";
    refused(trailing)
        .contains("lines end in a delimiter (',')")
        .contains("--drop-columns 'Unnamed: 2'");
    assertThat(samples(csv(trailing, columns().drop("Unnamed: 2")), "u")).containsExactly(5, 6);
    LoadedDataset pandas = csv("label,f0,__index_level_0__\nu,5,9\n");
    assertThat(samples(pandas, "u")).containsExactly(5);
    assertThat(pandas.report().leftOut()).containsExactly("column '__index_level_0__'");
  }

  @Test
  void aGuessedLabelHasFewerValuesThanRows() throws IOException {
    refused("x,y\n1,0.5\n2,0.25\n")
        .contains("column 'y' has a value of its own in each of the 2 rows")
        .contains("--label-column NAME");
    assertThat(labels(csv("x,y\n1,0.5\n2,0.25\n", columns().label("y")))).hasSize(2);
    assertThat(labels(csv("x,Label\n1,0.5\n2,0.25\n"))).hasSize(2);
    assertThat(labels(csv("x,y\n1,0.5\n"))).containsExactly("0.5");
  }

  @Test
  void labelsThatAreAllMinusOneAreRefused() throws IOException {
    refused("x,label\n1,-1\n2,-1\n").contains("all labels in column 'label' are -1");
    assertThat(labels(csv("x,label\n1,-1\n2,-1\n", columns().label("label"))))
        .containsExactly("-1");
    assertThat(labels(csv("x,label\n1,-1\n2,1\n"))).containsExactly("-1", "1");
    assertThat(csv("x,label\n1,3\n2,3\n").report().notices())
        .containsExactly("all samples have the label '3' of column 'label'");
  }

  @Test
  void integersWrittenAsFloatsAreTheSameClasses() throws IOException {
    LoadedDataset loaded = csv("x,label\n1,2.0\n2,10.0\n3,2\n4,1.000000000000000000e+01\n5, 2\n");
    assertThat(labels(loaded)).containsExactly("2", "10");
    assertThat(loaded.labelKind()).isEqualTo(LabelKind.INTEGER);
    assertThat(samples(loaded, "2")).containsExactly(1, 3, 5);
    assertThat(labels(csv("x,label\n1,01\n2,1\n"))).containsExactly("01", "1");
    assertThat(labels(csv("x,label\n1,01.0\n2,1.0\n"))).containsExactly("01.0", "1.0");
    assertThat(labels(csv("x,label\n1,1.5\n2,1.0\n"))).containsExactly("1.0", "1.5");
    assertThat(labels(csv("x,label\n1,True\n2,False\n"))).containsExactly("False", "True");
    assertThat(labels(csv("x,label\n1,1e400\n2,2\n"))).containsExactly("1e400", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "NA", "NULL"})
  void missingLabelsAmongIntegersAreRefused(String missing) throws IOException {
    refused("x,label\n1,2.0\n2," + missing + "\n")
        .contains(", line 3, column 'label' is '" + missing);
    assertThat(labels(csv("x,label\n1,u\n2," + missing + "\n"))).hasSize(2);
  }

  @Test
  void aColumnThatCountsTheRowsIsReported() throws IOException {
    StringBuilder text = new StringBuilder("No,zero,f,label\n");
    for (int i = 0; i < 6; i++) {
      text.append(i + 1).append(',').append(i).append(".0,").append(i == 5 ? 9 : i).append(",u\n");
    }
    assertThat(csv(text + "7,6,1,v\n").report().notices())
        .containsExactly(
            "column 'No' counts the rows and was read as a feature; leave it out with"
                + " --drop-columns No",
            "column 'zero' counts the rows and was read as a feature; leave it out with"
                + " --drop-columns zero");
    assertThat(csv(text + "8,7,1,v\n").report().notices()).isEmpty();
    assertThat(csv("No,label\n1,u\n2,v\n").report().notices()).isEmpty();
  }

  @Test
  void theLineNamesWhatWasRead() throws IOException {
    assertThat(csv("a;b;c;d;e;class\n1;2;3;4;5;u\n1;2;3;4;6;u\n").line())
        .isEqualTo(
            "csv; labels from column 'class' (a known name); 5 features from columns a to e"
                + " (delimiter ';'); no weights; ids from positions; 1 class, 2 samples, values 1 to"
                + " 6");
    StringBuilder wide = new StringBuilder("label");
    for (int j = 0; j < 784; j++) {
      wide.append(",pixel").append(j);
    }
    wide.append("\n5").append(",0".repeat(784)).append('\n');
    assertThat(csv(wide.toString(), columns().drop("pixel7")).line())
        .contains("783 features from columns pixel0 to pixel783 with gaps")
        .endsWith("left out: column 'pixel7'")
        .hasSizeLessThan(300);
  }
}
