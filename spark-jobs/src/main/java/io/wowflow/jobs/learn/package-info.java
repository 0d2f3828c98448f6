/**
 * Classifiers of pictures and of vectors: their layers, their training, their files.
 *
 * <p>Classifiers measure what a flow is good for ({@code evaluate}, {@code augment
 * --require-improvement}) and watch it ({@code flow --evaluate-with}); their random cousins without
 * a last layer are the features of {@code distill --embed}, see {@code learn.embed}.
 *
 * <pre>
 *   values, no library                     behind the library (ai.djl, PyTorch)
 *     conf.Architecture  which network       Networks          the entrance: train, restore, embeddings
 *     LayerPlan, Layer   its layers            TorchNetworks     starts PyTorch, once per process
 *     TrainingPlan       steps, seed           TorchTraining     AdamW on batches
 *     NetworkState       its numbers           TorchClassifier   the layers on tensors
 *     LabelledSamples    samples, classes      TorchEmbeddings   random networks as embeddings
 *     ModelFile          safetensors
 *   on Spark
 *     TrainAndTest       one task per training;  TrainingNotices  its progress;  Accuracies  its results
 * </pre>
 *
 * <p>Networks (lenet5, convnet, cnn) read samples as pictures; linear, mlp and knn read any
 * samples, as rows of features that {@code Fitting} standardises. Penalty, neighbours and scales
 * that no option gives are chosen by {@code FittingChoice}, from the own samples of a training set,
 * once for all repeats; {@code AdamRule} holds step sizes and decays. {@code Neighbours} is knn, in
 * Java; all others are layers of PyTorch. The scales are tensors of the saved classifier.
 *
 * <p>PyTorch's jars are 100 times the size of the job, so only commands that need networks get
 * them: {@link io.wowflow.jobs.learn.Networks#open} fails with the remedy where they are missing,
 * and no class outside this package refers to the library (held by ArchitectureTest). A network
 * computes on one thread per calling thread, because the order of its sums would depend on their
 * number; first weights and orders depend on (seed, repeat) only. So equal plans give equal
 * classifiers on one type of processor.
 *
 * <p>Begin reading at {@code TrainAndTest.repeatedly} (from a job inward) or {@code LayerPlan}
 * (from the layers outward).
 */
package io.wowflow.jobs.learn;
