// The tests of the pipeline mostly wait for other processes.
[assembly: CollectionBehavior(MaxParallelThreads = 5)]
