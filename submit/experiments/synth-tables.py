#!/usr/bin/env python3
"""Writes small tables of scikit-learn as CSV files: synth-tables.py DIRECTORY NAME ...

NAME is digits, breast-cancer or wine. A column label holds the name of the class, the others are features.
"""
import csv
import pathlib
import sys

LOADERS = {"digits": "load_digits", "breast-cancer": "load_breast_cancer", "wine": "load_wine"}


def main(directory, names):
    try:
        import sklearn.datasets
    except ImportError:
        sys.exit("synth-tables: needs the package scikit-learn for python3: pip install scikit-learn")
    for name in names:
        if name not in LOADERS:
            sys.exit(f"synth-tables: {name} is not one of {', '.join(LOADERS)}")
        data = getattr(sklearn.datasets, LOADERS[name])()
        folder = pathlib.Path(directory)
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / f"{name}.csv", "w", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            columns = [str(column).replace(" ", "_") for column in data.feature_names]
            rows.writerow(["label"] + columns)
            for label, features in zip(data.target, data.data):
                rows.writerow([data.target_names[label]] + [repr(float(x)) for x in features])


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
